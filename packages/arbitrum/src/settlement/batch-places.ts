import { DefimonError, type L2Network } from '@defimon/core'
import {
  contractsAt,
  contractsOn,
  createLogIndex,
  type IndexedLog,
  type LogIndex,
  type ParentBounds,
  type ParentView,
  readParentBounds,
} from '@defimon/evm/parent'
import { type BatchCall, readBatchCall } from './batch-calls.ts'
import { sequencerBatchDelivered } from './inbox-events.ts'

/** Finds batches of which no time is known, by their events alone. */
export interface BatchPlaces {
  /** A parent block at or closely before the batch that holds a message; undefined where no batch holds it. */
  placeOf(view: ParentView, message: number): Promise<number | undefined>
}

/** The messages before and after a batch, and where it stands. */
interface MessageCounts extends NonNullable<BatchCall['messages']> {
  readonly at: number
}

/** Orbit came to public chains in the summer of 2023. */
const NOT_BEFORE_MS = Date.UTC(2023, 5, 1)
/** Blocks of the parent that one question for logs covers: what most endpoints allow. */
const WINDOW = 20_000
/** What is within so many blocks of the parent is read forwards. */
const CLOSE = 2_000

/**
 * Halves the parent's blocks by `SequencerBatchDelivered` and the message counts in the calls, for parents that are no archives: some sixty
 * questions, and one more for every three days between the last batch and the day that the network is known to have ended by. Bounded on
 * parents of Ethereum's pace; where a block comes every quarter of a second it would take thousands.
 */
export function createBatchPlaces(network: L2Network<'arbitrum'>, blockTimeMs: number): BatchPlaces {
  let known: Promise<ParentBounds> | undefined
  let index: LogIndex<IndexedLog> | undefined
  let newest: { readonly head: string; readonly counts: Promise<MessageCounts | undefined> } | undefined

  const contractsIn = (view: ParentView) => contractsOn(network.contracts.sequencerInbox, view.network)
  const filterIn = (view: ParentView) => ({
    address: contractsIn(view).map(({ address }) => address),
    topics: [[sequencerBatchDelivered.topic0]],
  })
  const inCharge = (view: ParentView, { address, blockNumber }: IndexedLog['log']): boolean =>
    contractsAt(network.contracts.sequencerInbox, view.network, blockNumber).some(
      (each) => each.address.toLowerCase() === address,
    )

  const bounds = (view: ParentView): Promise<ParentBounds> => {
    known ??= readParentBounds(view, { network, contracts: contractsIn(view), notBeforeMs: NOT_BEFORE_MS, blockTimeMs }).catch(
      (error: unknown) => {
        known = undefined
        throw error
      },
    )
    return known
  }

  const newestOf = (view: ParentView): Promise<MessageCounts | undefined> => {
    if (newest?.head === view.latest.hash) return newest.counts
    const counts = findNewest(view)
    newest = { head: view.latest.hash, counts }
    counts.catch(() => {
      newest = undefined
    })
    return counts
  }

  const findNewest = async (view: ParentView): Promise<MessageCounts | undefined> => {
    const { first, last } = await bounds(view)
    for (let to = Math.min(view.latest.number, last ?? view.latest.number); to >= first; to -= WINDOW) {
      const logs = await view.logs(filterIn(view), { from: Math.max(first, to - WINDOW + 1), to })
      const counts = await countsOf(view, logs.filter((log) => inCharge(view, log)).toReversed())
      if (counts) return counts
    }
    return undefined
  }

  return {
    async placeOf(view, message) {
      index ??= createLogIndex<IndexedLog>(filterIn(view), (log) => (inCharge(view, log) ? { log } : undefined))
      const end = await newestOf(view)
      if (!end || end.after <= message) return undefined
      const until: ParentView = { ...view, latest: await view.block(end.at) }
      let { first: low } = await bounds(view)
      let high = end.at
      while (high - low > CLOSE) {
        const middle = Math.floor((low + high) / 2)
        const { found } = await index.readFrom(until, middle, (list) => list.length > 0)
        const counts = await countsOf(
          view,
          found.map(({ log }) => log),
        )
        if (!counts || counts.before > message) high = middle
        else low = counts.at
      }
      return low
    },
  }
}

/** The counts of the first of these batches whose call has them. */
async function countsOf(view: ParentView, logs: readonly IndexedLog['log'][]): Promise<MessageCounts | undefined> {
  for (const { transactionHash, blockNumber } of logs) {
    const { input } = await view.transaction(transactionHash)
    const messages = messagesIn(input)
    if (messages) return { ...messages, at: blockNumber }
  }
  return undefined
}

function messagesIn(input: string): BatchCall['messages'] {
  try {
    return readBatchCall(input)?.messages
  } catch (error) {
    // Another contract may have been called, with whatever it takes.
    if (DefimonError.isInstance(error) && error.code === 'MALFORMED') return undefined
    throw error
  }
}
