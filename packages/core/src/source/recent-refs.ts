import type { BlockRef } from '../contract/block.ts'

/** The refs of a chain's newest blocks, ascending. */
export interface RecentRefs {
  readonly tip: BlockRef | undefined
  readonly lowest: BlockRef | undefined
  /** Whether older refs were forgotten. */
  readonly trimmed: boolean
  at(number: number): BlockRef | undefined
  push(ref: BlockRef): void
  /** Forgets, now and then, what lies below a height. */
  forgetBelow(number: number): void
  /** An older block turned out to belong below the lowest. */
  pushBelow(ref: BlockRef): void
  /** Takes off and gives, ascending, all above a height. */
  cutAbove(number: number): readonly BlockRef[]
}

/** Longer than any rollup takes to finalize, at some megabytes of memory. */
const MOST_REFS = 16_384

/** Refs are forgotten so many at a time, and so many below what is asked are kept. */
const SPARE_REFS = 64

/** An empty chain, bounded in memory. */
export function createRecentRefs(): RecentRefs {
  const refs: BlockRef[] = []
  let trimmed = false

  /** Index of the first ref above a height. Heights may be missing, so it is searched. */
  const indexAbove = (number: number): number => {
    let low = 0
    let high = refs.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((refs[middle] as BlockRef).number > number) high = middle
      else low = middle + 1
    }
    return low
  }

  return {
    get tip() {
      return refs.at(-1)
    },
    get lowest() {
      return refs[0]
    },
    get trimmed() {
      return trimmed
    },
    at(number) {
      const ref = refs[indexAbove(number) - 1]
      return ref?.number === number ? ref : undefined
    },
    push(ref) {
      refs.push(ref)
      // In bulk, so that a push costs the same however many there are.
      if (refs.length < 2 * MOST_REFS) return
      refs.splice(0, refs.length - MOST_REFS)
      trimmed = true
    },
    forgetBelow(number) {
      const gone = indexAbove(number) - SPARE_REFS
      if (gone < SPARE_REFS) return
      refs.splice(0, gone)
      trimmed = true
    },
    pushBelow: (ref) => void refs.unshift(ref),
    cutAbove: (number) => refs.splice(indexAbove(number)),
  }
}
