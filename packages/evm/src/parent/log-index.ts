import type { ScannedLog } from '../logs/get-logs.ts'
import type { LogFilter } from '../logs/log-filter.ts'
import type { ParentView } from './parent-chain.ts'

/** What is kept of a log. */
export interface IndexedLog {
  readonly log: ScannedLog
}

/** The logs of a filter on the parent chain, read once each as far as that chain is final. */
export interface LogIndex<T extends IndexedLog> {
  /**
   * What was read from block `from` on, in order: window after window, until `isEnough` or the view's latest block. `to` is the last
   * block that was read.
   */
  readFrom(
    view: ParentView,
    from: number,
    isEnough: (found: readonly T[]) => boolean | Promise<boolean>,
  ): Promise<{ readonly found: readonly T[]; readonly to: number }>
}

interface Stretch<T> {
  from: number
  /** Last block that was read. */
  to: number
  /** Up to here nothing can change any more. */
  firmTo: number
  /** Blocks to read next: twice as many each time. Who asks on and on is filling in what is long past. */
  window: number
  /** The head under which the blocks above `firmTo` were read. */
  headHash: string
  found: T[]
}

const FIRST_WINDOW = 2_000
const LARGEST_WINDOW = 20_000
/** Questions go on from one another, forwards, in few places: a backfill, and what is new. */
const MOST_STRETCHES = 4
/** Above this, what lies before the question is forgotten. */
const MOST_LOGS = 20_000

/**
 * Reads logs by wide ranges of blocks, for questions that go on from one another. `read` is asked once for each log; what it gives
 * undefined for is left out. Blocks above the finalized one are read again whenever the parent's head has changed, so that a log that a
 * reorg took is gone. Holds at most four stretches of blocks, and little of what lies before the questions.
 */
export function createLogIndex<T extends IndexedLog>(filter: LogFilter, read: (log: ScannedLog) => T | undefined): LogIndex<T> {
  /** Latest used last. */
  let stretches: Stretch<T>[] = []
  let turn: Promise<unknown> = Promise.resolve()

  const stretchAt = (view: ParentView, from: number): Stretch<T> => {
    for (const each of stretches) {
      if (each.headHash !== view.latest.hash) forgetAbove(each, each.firmTo)
      each.headHash = view.latest.hash
    }
    const known = stretches.find((each) => each.from <= from && from <= each.to + 1)
    const used = known ?? { from, to: from - 1, firmTo: from - 1, window: FIRST_WINDOW, headHash: view.latest.hash, found: [] }
    stretches = [...stretches.filter((each) => each !== used), used].slice(-MOST_STRETCHES)
    if (used.found.length > MOST_LOGS) {
      used.found = since(used.found, from)
      used.from = from
    }
    return used
  }

  const grow = async (view: ParentView, stretch: Stretch<T>): Promise<void> => {
    const next = stretches
      .filter((each) => each.from > stretch.from && each.to > stretch.to)
      .toSorted((a, b) => a.from - b.from)[0]
    if (next && next.from <= stretch.to + 1) {
      // What another stretch holds is not read again.
      for (const each of since(next.found, stretch.to + 1)) stretch.found.push(each)
      if (stretch.firmTo === stretch.to) stretch.firmTo = next.firmTo
      stretch.to = next.to
      stretches = stretches.filter((each) => each !== next)
      return
    }
    const end = Math.min(stretch.to + stretch.window, next ? next.from - 1 : view.latest.number)
    const range = { from: stretch.to + 1, to: end }
    // All or none: a log that cannot be read leaves nothing behind.
    const found = (await view.logs(filter, range)).map(read).filter((each) => each !== undefined)
    for (const each of found) stretch.found.push(each)
    stretch.to = range.to
    stretch.window = Math.min(2 * stretch.window, LARGEST_WINDOW)
    stretch.firmTo = Math.max(stretch.firmTo, Math.min(range.to, view.finalized))
  }

  const readFrom: LogIndex<T>['readFrom'] = async (view, from, isEnough) => {
    const stretch = stretchAt(view, from)
    for (;;) {
      const found = since(stretch.found, from)
      if (stretch.to >= view.latest.number || (await isEnough(found))) return { found, to: stretch.to }
      await grow(view, stretch)
    }
  }

  return {
    // One at a time: two that grow the same stretch would read it twice.
    readFrom(...asked) {
      const reading = turn.then(() => readFrom(...asked))
      turn = reading.catch(() => {})
      return reading
    },
  }
}

function forgetAbove<T extends IndexedLog>(stretch: Stretch<T>, number: number): void {
  if (stretch.to <= number) return
  while ((stretch.found.at(-1)?.log.blockNumber ?? -1) > number) stretch.found.pop()
  stretch.to = number
}

/** Those in blocks from `from` on, of a list in block order. */
function since<T extends IndexedLog>(found: readonly T[], from: number): T[] {
  let low = 0
  let high = found.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((found[middle]?.log.blockNumber ?? 0) < from) low = middle + 1
    else high = middle
  }
  return found.slice(low)
}
