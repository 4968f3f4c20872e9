/** When blocks were made, of a stretch of a chain. */
export interface BlockTimes {
  set(number: number, timestampMs: number): void
  get(number: number): number | undefined
  /** The lowest and the highest height that is known; there may be gaps between them. */
  readonly span: { readonly from: number; readonly to: number } | undefined
  /** Forgets all blocks above a height. */
  cut(number: number): void
}

/** Consecutive blocks that are equally far apart. */
interface Run {
  readonly from: number
  to: number
  readonly fromMs: number
  readonly stepMs: number
}

/** Days of a chain with four blocks a second; far more where blocks are regular. The oldest go first. */
const MOST_RUNS = 400_000

/**
 * The times of a network's blocks until they have settled, which takes a week on some. Chains keep a rhythm, so runs of equal steps are
 * kept and not single blocks. Blocks come in ascending order, or start anew below: a backfill beside a follower has one of its own.
 */
export function createBlockTimes(): BlockTimes {
  let runs: Run[] = []

  const find = (number: number): Run | undefined => {
    let low = 0
    let high = runs.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const run = runs[middle] as Run
      if (number < run.from) high = middle - 1
      else if (number > run.to) low = middle + 1
      else return run
    }
    return undefined
  }

  return {
    set(number, timestampMs) {
      const last = runs.at(-1)
      if (last && number <= last.to) {
        if (find(number)) return
        // A stretch below what is known: it goes where it belongs.
        const at = runs.findIndex(({ from }) => from > number)
        runs.splice(at, 0, { from: number, to: number, fromMs: timestampMs, stepMs: 0 })
        return
      }
      if (last && number === last.to + 1) {
        const single = last.from === last.to
        const stepMs = single ? timestampMs - last.fromMs : last.stepMs
        if (last.fromMs + (number - last.from) * stepMs === timestampMs) {
          runs[runs.length - 1] = { ...last, to: number, stepMs }
          return
        }
      }
      runs.push({ from: number, to: number, fromMs: timestampMs, stepMs: 0 })
      if (runs.length > MOST_RUNS) runs = runs.slice(MOST_RUNS / 10)
    },
    get(number) {
      const run = find(number)
      return run && run.fromMs + (number - run.from) * run.stepMs
    },
    get span() {
      const [first] = runs
      const last = runs.at(-1)
      return first && last && { from: first.from, to: last.to }
    },
    cut(number) {
      while (runs.length > 0) {
        const last = runs.at(-1) as Run
        if (last.to <= number) return
        if (last.from > number) runs.pop()
        else last.to = number
      }
    },
  }
}
