import type { BlockRef } from '@defimon/core'

/** Beyond this many, the oldest are forgotten, and a reorg that reaches them goes back to the finalized block. */
const MOST = 16_384

/** Refs of the stored blocks that can still go, newest last. In memory only: after a restart it is empty. */
export interface RecentRefs {
  at(number: number): BlockRef | undefined
  push(ref: BlockRef): void
  /** Forgets everything above a height. Returns what there was. */
  dropAbove(number: number): readonly BlockRef[]
  /** Forgets what is final. */
  dropBelow(number: number): void
}

/** Recent refs with a bound. */
export function createRecentRefs(): RecentRefs {
  let refs: BlockRef[] = []
  // First index whose height is at least `number`.
  const indexOf = (number: number): number => {
    let low = 0
    let high = refs.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (refs[middle]!.number < number) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    at(number) {
      const ref = refs[indexOf(number)]
      return ref?.number === number ? ref : undefined
    },
    push(ref) {
      refs.push({ number: ref.number, hash: ref.hash })
      if (refs.length > 2 * MOST) refs = refs.slice(-MOST)
    },
    dropAbove(number) {
      return refs.splice(indexOf(number + 1))
    },
    dropBelow(number) {
      const index = indexOf(number)
      // Only now and then, since each call copies.
      if (index > 64) refs = refs.slice(index)
    },
  }
}
