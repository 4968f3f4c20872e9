import { type ContractAt, type DataAvailability, DefimonError, type L2Network, type NetworkId } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import type { ScannedLog } from '@defimon/evm'
import {
  blockBefore,
  type CheckedHeader,
  contractsAt,
  contractsOn,
  createLogIndex,
  type IndexedLog,
  type ParentView,
} from '@defimon/evm/parent'
import { askBatchOf, askBlocksOf } from './batch-bounds.ts'
import { type BatchCall, readBatchCall } from './batch-calls.ts'
import { calldataOf, dataAvailabilityOf } from './batch-data.ts'
import { firstIndex } from './first-index.ts'
import { type DeliveredBatch, readDeliveredBatch, sequencerBatchData, sequencerBatchDelivered } from './inbox-events.ts'
import { blocksOfMessages, genesisBlockOf } from './message-blocks.ts'

/** A batch on the parent chain. */
export interface FoundBatch {
  readonly log: ScannedLog
  readonly covers: { readonly from: number; readonly to: number; readonly exact: boolean }
  readonly dataAvailability?: DataAvailability
}

/** Finds the batches of blocks. */
export interface BatchFinder {
  /** The batch of a block; undefined where the parent has none yet. */
  find(view: ParentView, call: DriverCall, header: CheckedHeader): Promise<FoundBatch | undefined>
  /**
   * The block that the last message before a place in the inbox made, of batches from a parent block on; undefined where they do not tell.
   */
  lastBlockBefore(
    view: ParentView,
    place: { readonly batches: number; readonly messages: number },
    since: number,
  ): Promise<number | undefined>
}

type CallSummary = Omit<BatchCall, 'data'> & { readonly dataAvailability?: DataAvailability }

interface BatchEntry extends IndexedLog, DeliveredBatch {}

/** A sequencer may be an hour ahead of its parent's clock (`maxTimeVariation.futureSeconds`). */
const AHEAD_MS = 3_600_000
const TOLERANCE_MS = 6 * 3_600_000
/** Should a batch stand before where it was looked for: clocks of Orbit chains may be set otherwise. */
const MARGINS_MS = [AHEAD_MS, 48 * 3_600_000, 60 * 24 * 3_600_000]
/** Blocks this close to the one before are looked for from where that was. */
const NEAR_MS = 24 * 3_600_000
const KEPT_CALLS = 4_096

/**
 * Finds batches by `SequencerBatchDelivered`, scanned in wide ranges from the time of the block on, and their blocks by the message
 * counts in the calls. Where a call has none, those of its neighbours tell, or the node (`findBatchContainingBlock`).
 */
export function createBatchFinder(network: L2Network<'arbitrum'>, parent: NetworkId, blockTimeMs: number): BatchFinder {
  const contracts = contractsOn(network.contracts.sequencerInbox, parent)
  const addresses = contracts.map(({ address }) => address)
  const filter = { address: addresses, topics: [[sequencerBatchDelivered.topic0]] }
  const genesis = genesisBlockOf(network)
  const index = createLogIndex<BatchEntry>(filter, (log) =>
    isInCharge(contracts, parent, log) ? { ...readDeliveredBatch(log), log } : undefined,
  )
  let last: { readonly entry: BatchEntry; readonly covers: FoundBatch['covers']; readonly timestampMs: number } | undefined

  /** By transaction: what its call tells, without the data. */
  const calls = new Map<string, CallSummary | undefined>()

  /** The call that made a batch, where it was made by its transaction itself. */
  const callOf = async (view: ParentView, { batch, log }: BatchEntry): Promise<CallSummary | undefined> => {
    const hash = log.transactionHash
    if (!calls.has(hash)) {
      const { to, input } = await view.transaction(hash)
      calls.set(hash, addresses.some((address) => address.toLowerCase() === to) ? summaryOf(input, network) : undefined)
      const oldest = calls.keys().next().value
      if (calls.size > KEPT_CALLS && oldest !== undefined) calls.delete(oldest)
    }
    const call = calls.get(hash)
    return call?.batch === undefined || call.batch === batch ? call : undefined
  }

  const startOf = async (view: ParentView, header: CheckedHeader, round: number): Promise<number> => {
    if (round === 0 && last && last.covers.from <= header.number && header.timestampMs - last.timestampMs < NEAR_MS) {
      // What is not final may stand elsewhere by now, but above what is.
      if (last.entry.log.blockNumber <= view.finalized) return last.entry.log.blockNumber
      if (view.finalized >= 0) return view.finalized
    }
    const wantedMs = header.timestampMs - (MARGINS_MS[round] ?? 0)
    return blockBefore(view, wantedMs, { toleranceMs: TOLERANCE_MS, blockTimeMs })
  }

  /**
   * The messages before a place among the entries, as the parent tells: by the call of either neighbour, and past batches that were
   * forced, whose messages are those of the delayed inbox that they read. Undefined where calls do not count.
   */
  const boundary = async (
    view: ParentView,
    entries: readonly BatchEntry[],
    place: number,
    way: 'both' | 'down' | 'up' = 'both',
  ): Promise<number | undefined> => {
    const [above, below] = [entries[place], entries[place - 1]]
    // The first batch is the contract's own, in the transaction that made it: it begins with the first message.
    if (above?.batch === 0) return 0
    const counted =
      (above && (await callOf(view, above))?.messages?.before) ?? (below && (await callOf(view, below))?.messages?.after)
    if (counted !== undefined) return counted
    if (way !== 'up' && below?.location === 'delayed-inbox' && entries[place - 2]) {
      const start = await boundary(view, entries, place - 1, 'down')
      if (start !== undefined) return start + forcedMessages(entries, place - 1)
    }
    if (way !== 'down' && above?.location === 'delayed-inbox' && below) {
      const end = await boundary(view, entries, place + 1, 'up')
      if (end !== undefined) return end - forcedMessages(entries, place)
    }
    return undefined
  }

  /** The place of the batch that holds a message; −1 before the entries, their length after them. */
  const placeOf = async (
    view: ParentView,
    entries: readonly BatchEntry[],
    message: number,
    ask: () => Promise<number | undefined>,
  ): Promise<number> => {
    const isAbove = async (place: number): Promise<boolean> => {
      const end = await boundary(view, entries, place + 1)
      if (end !== undefined) return end > message
      const batch = await ask()
      return batch !== undefined && (entries[place]?.batch ?? 0) >= batch
    }
    const following = entries.findIndex(({ batch }) => batch === (last?.entry.batch ?? -2) + 1)
    const isNext =
      following > 0 && ((await boundary(view, entries, following)) ?? message + 1) <= message && (await isAbove(following))
    const place = isNext ? following : await firstIndex(entries.length, isAbove)
    if (place === entries.length) return place
    const start = await boundary(view, entries, place)
    if (start === undefined) return place === 0 && ((await ask()) ?? 0) < (entries[0]?.batch ?? 0) ? -1 : place
    // Batches follow one another without a gap: what none is known to hold is in the one before, which does not tell.
    return start > message ? place - 1 : place
  }

  const coversOf = async (
    view: ParentView,
    call: DriverCall,
    entries: readonly BatchEntry[],
    place: number,
    block: number,
  ): Promise<FoundBatch['covers']> => {
    const [before, after] = [await boundary(view, entries, place), await boundary(view, entries, place + 1)]
    if (before !== undefined && after !== undefined) return { ...blocksOfMessages(network, { before, after }), exact: true }
    const { batch } = entries[place] as BatchEntry
    if ((await askBatchOf(call, block)) !== batch) return { from: block, to: block, exact: false }
    return { ...(await askBlocksOf(call, batch, block, genesis)), exact: true }
  }

  const dataOf = async (view: ParentView, entry: BatchEntry): Promise<DataAvailability | undefined> => {
    if (entry.location === 'blobs') return 'ethereum-blobs'
    if (entry.location === 'delayed-inbox') return calldataOf(network)
    const call = await callOf(view, entry)
    if (call?.carrier === 'eigenda') return 'eigenda'
    const data = entry.location === 'event' ? await dataInEvent(view, entry) : undefined
    return data === undefined ? (call?.dataAvailability ?? network.dataAvailability) : dataAvailabilityOf(data, network)
  }

  return {
    async find(view, call, header) {
      const wanted = header.number - genesis
      let asked: Promise<number | undefined> | undefined
      const ask = (): Promise<number | undefined> => {
        asked ??= askBatchOf(call, header.number)
        return asked
      }
      for (let round = 0; round < MARGINS_MS.length; round += 1) {
        const from = await startOf(view, header, round)
        const { found } = await index.readFrom(view, from, async (entries) => {
          const newest = entries.at(-1)
          if (!newest) return false
          const end = await boundary(view, entries, entries.length)
          // One more than the node names, so that it has a neighbour.
          return end === undefined ? newest.batch > ((await ask()) ?? Number.POSITIVE_INFINITY) : end > wanted
        })
        const at = await placeOf(view, found, wanted, ask)
        if (at < 0) continue
        const entry = found[at]
        if (!entry) return undefined
        const covers = await coversOf(view, call, found, at, header.number)
        last = { entry, covers, timestampMs: header.timestampMs }
        const dataAvailability = await dataOf(view, entry)
        return { log: entry.log, covers, ...(dataAvailability !== undefined && { dataAvailability }) }
      }
      const message = `no batch of ${network.id} holds block ${header.number}, though later ones are on ${parent}`
      throw new DefimonError('NOT_FOUND', message, { network: network.id })
    },
    async lastBlockBefore(view, { batches, messages }, since) {
      if (batches === 0) return genesis + messages - 1
      const { found } = await index.readFrom(view, since, (entries) => (entries.at(-1)?.batch ?? -1) >= batches)
      const place = found.findIndex(({ batch }) => batch === batches)
      const before = await boundary(view, found, place < 0 ? found.length : place)
      const isThere = place >= 0 || found.at(-1)?.batch === batches - 1
      return before === undefined || !isThere ? undefined : genesis + before + messages - 1
    },
  }
}

/** How many messages of the delayed inbox a forced batch read: it holds nothing else. */
function forcedMessages(entries: readonly BatchEntry[], place: number): number {
  return (entries[place]?.delayedMessagesRead ?? 0) - (entries[place - 1]?.delayedMessagesRead ?? 0)
}

/** Whether the contract that made a log was the one in charge then. */
export function isInCharge(contracts: readonly ContractAt[], chain: NetworkId, log: ScannedLog): boolean {
  return contractsAt(contracts, chain, log.blockNumber).some(({ address }) => address.toLowerCase() === log.address)
}

async function dataInEvent(view: ParentView, { batch, log }: BatchEntry): Promise<string | undefined> {
  const { logs } = await view.receipt(log.transactionHash)
  return logs
    .filter(({ topics, address }) => topics[0] === sequencerBatchData.topic0 && address === log.address)
    .map((each) => sequencerBatchData.decode(each))
    .find(([number]) => Number(number) === batch)?.[1] as string | undefined
}

function summaryOf(input: string, network: L2Network<'arbitrum'>): CallSummary | undefined {
  try {
    const call = readBatchCall(input)
    if (!call) return undefined
    const { data, ...rest } = call
    return data === undefined ? rest : { ...rest, dataAvailability: dataAvailabilityOf(data, network) }
  } catch (error) {
    if (DefimonError.isInstance(error) && error.code === 'MALFORMED') return undefined
    throw error
  }
}
