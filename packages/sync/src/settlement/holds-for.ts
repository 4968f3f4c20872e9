import { evidenceOf, type Settlement } from '@defimon/core'
import type { HeightRange } from '../done-ranges.ts'

/**
 * The heights that an answer holds for: those that all its evidence is about. A block in the middle of a batch up to which a
 * confirmation reaches bounds it as the ends of the batch do. Where no evidence says what it covers, the block alone.
 */
export function holdsFor({ block, state }: Settlement): HeightRange {
  let from = Number.NEGATIVE_INFINITY
  let to = Number.POSITIVE_INFINITY
  for (const { evidence } of evidenceOf(state)) {
    if (!evidence.covers) continue
    from = Math.max(from, evidence.covers.from)
    to = Math.min(to, evidence.covers.to)
  }
  const isBounded = Number.isFinite(from) && Number.isFinite(to)
  // Data in several parts: no part alone covers what all together do.
  return isBounded && from <= block.number && block.number <= to ? { from, to } : { from: block.number, to: block.number }
}

/** What two ranges have in common. */
export function intersection(a: HeightRange, b: HeightRange): HeightRange | undefined {
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  return from <= to ? { from, to } : undefined
}
