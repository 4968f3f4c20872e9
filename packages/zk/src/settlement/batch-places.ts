import type { ScannedLog } from '@defimon/evm'
import {
  createLogIndex,
  type IndexedLog,
  type LifeSpan,
  type ParentBounds,
  type ParentView,
  readParentBounds,
} from '@defimon/evm/parent'

/** What numbers batches: events of which each is about all batches up to its own, in ascending order. */
export interface BatchNumbering extends LifeSpan {
  readonly topics: readonly string[]
  /** The batch that a log is about; undefined where it is of another rollup. */
  batchOf(log: ScannedLog): number | undefined
}

/** Finds events about batches of which no time is known. */
export interface BatchPlaces {
  /** Between which heights of the parent there can be events. */
  bounds(view: ParentView): Promise<ParentBounds>
  /** The height of the first event about a batch; undefined where there is none. */
  placeOf(view: ParentView, batch: number): Promise<number | undefined>
  /** The height of the last event; undefined where there is none. */
  lastPlace(view: ParentView): Promise<number | undefined>
}

interface NumberedEvent extends IndexedLog {
  readonly batch: number
}

/** Blocks of the parent that one question for logs covers: what most endpoints allow. */
const WINDOW = 20_000
/** What is within so many blocks of the parent is read, and not halved any more. */
const CLOSE = 2_000

/**
 * Finds by halves where an event stands: it costs some thirty `eth_getLogs`, and where a network was shut down long before the day
 * that is known, one more for every three days between. No state of old blocks is asked for.
 */
export function createBatchPlaces(numbering: BatchNumbering): BatchPlaces {
  const address = numbering.contracts.map((contract) => contract.address.toLowerCase())
  const filter = { address, topics: [numbering.topics] }
  const read = (log: ScannedLog): NumberedEvent | undefined => {
    const batch = numbering.batchOf(log)
    return batch === undefined ? undefined : { batch, log }
  }
  const index = createLogIndex(filter, read)
  let known: Promise<ParentBounds> | undefined
  let newest: { readonly head: string; readonly event: Promise<NumberedEvent | undefined> } | undefined

  const bounds = (view: ParentView): Promise<ParentBounds> => {
    known ??= readParentBounds(view, numbering).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }

  const findNewest = async (view: ParentView): Promise<NumberedEvent | undefined> => {
    const { first, last } = await bounds(view)
    for (let to = Math.min(view.latest.number, last ?? view.latest.number); to >= first; to -= WINDOW) {
      const logs = await view.logs(filter, { from: Math.max(first, to - WINDOW + 1), to })
      const found = logs.map(read).findLast((event) => event !== undefined)
      if (found) return found
    }
    return undefined
  }

  const newestEvent = (view: ParentView): Promise<NumberedEvent | undefined> => {
    if (newest?.head === view.latest.hash) return newest.event
    const event = findNewest(view)
    newest = { head: view.latest.hash, event }
    event.catch(() => {
      newest = undefined
    })
    return event
  }

  return {
    bounds,
    async placeOf(view, batch) {
      const end = await newestEvent(view)
      if (!end || end.batch < batch) return undefined
      // Beyond the newest event nothing is looked for.
      const at: ParentView = { ...view, latest: await view.block(end.log.blockNumber) }
      let { first: low } = await bounds(view)
      let high = end.log.blockNumber
      while (high - low > CLOSE) {
        const middle = Math.floor((low + high) / 2)
        const { found } = await index.readFrom(at, middle, (list) => list.length > 0)
        const event = found[0]
        if (!event || event.batch >= batch) high = middle
        else low = event.log.blockNumber
      }
      const { found } = await index.readFrom(at, low, (list) => list.some((event) => event.batch >= batch))
      return found.find((event) => event.batch >= batch)?.log.blockNumber
    },
    lastPlace: async (view) => (await newestEvent(view))?.log.blockNumber,
  }
}
