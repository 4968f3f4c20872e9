import { type BlockRef, ContradictionError, type L2Block, type NetworkId } from '@defimon/core'
import type { HeightRange } from './done-ranges.ts'

/** A stretch that was stored in this run, with what its neighbours must link to. */
interface Stretch extends HeightRange {
  /** The parent of its first block. */
  readonly parent: BlockRef | undefined
  /** Its last block. */
  readonly last: BlockRef | undefined
}

/** Streams of the backfill come from different answers; this is where they must fit together. */
export interface RangeSeams {
  /** A block that is known to be stored, or to be final. */
  know(ref: BlockRef): void
  /** Fails with `CONTRADICTION` where the blocks of a range do not link to those stored beside it. */
  assertFits(range: HeightRange, blocks: readonly L2Block[]): void
  /** The range is stored. */
  join(range: HeightRange, blocks: readonly L2Block[]): void
}

/** Remembers one stretch per hole that is left, so it stays small. */
export function createRangeSeams(network: NetworkId): RangeSeams {
  let stretches: Stretch[] = []

  const assertLink = (upper: BlockRef | undefined, lower: BlockRef | undefined): void => {
    if (!upper || !lower || (upper.number === lower.number && upper.hash === lower.hash)) return
    const detail = `block ${lower.number} ${lower.hash} is stored, but the block above it names ${upper.number} ${upper.hash} as its parent`
    throw new ContradictionError(lower, lower.hash, upper.hash, { network, detail, retryable: false })
  }

  return {
    know(ref) {
      if (stretches.some(({ from, to }) => from <= ref.number && ref.number <= to)) return
      stretches.push({ from: ref.number, to: ref.number, parent: undefined, last: { number: ref.number, hash: ref.hash } })
    },
    assertFits(range, blocks) {
      const [first] = blocks
      const last = blocks.at(-1)
      for (const stretch of stretches) {
        if (stretch.to === range.from - 1) assertLink(first?.parent, stretch.last)
        if (stretch.from === range.to + 1) assertLink(stretch.parent, last)
        const isOne = stretch.from === stretch.to && stretch.from >= range.from && stretch.from <= range.to
        if (isOne && stretch.last)
          assertLink(
            stretch.last,
            blocks.find(({ number }) => number === stretch.from) ?? { number: stretch.from, hash: 'nothing' },
          )
      }
    },
    join(range, blocks) {
      let joined: Stretch = { ...range, parent: blocks[0]?.parent, last: blocks.at(-1) && refOf(blocks.at(-1)!) }
      const others: Stretch[] = []
      for (const stretch of stretches) {
        if (stretch.to === joined.from - 1) {
          joined = { ...joined, from: stretch.from, parent: stretch.parent, last: joined.last ?? stretch.last }
        } else if (stretch.from === joined.to + 1) {
          joined = { ...joined, to: stretch.to, parent: joined.parent ?? stretch.parent, last: stretch.last }
        } else if (stretch.from < joined.from || stretch.to > joined.to) others.push(stretch)
      }
      stretches = [...others, joined]
    },
  }
}

function refOf({ number, hash }: BlockRef): BlockRef {
  return { number, hash }
}
