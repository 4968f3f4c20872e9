import type { Batch } from './batches.ts'
import { type BlockGrid, rangeOfBatches } from './block-grid.ts'

/** The L2 blocks that come out of a channel. */
export interface StrictRange {
  readonly from: number
  readonly to: number
  /** The block that the first batch which counts goes on from, and what it says of its hash: all of it, or the first 20 bytes. */
  readonly follows: { readonly number: number; readonly hash: string }
}

/**
 * What counts of a channel since Holocene (specs.optimism.io, holocene/derivation, "Span Batches", "Batch Queue"), where `next` is the first block that was not posted
 * before. Batches of the past are passed over, a span may begin there; at the first batch that leaves the order (a gap, a span of the past,
 * a time between blocks) the rest of the channel is dropped, and what came before it stays. Without `next` the first batch is taken to be in order.
 */
export function strictRange(batches: readonly Batch[], grid: BlockGrid, next: number | undefined): StrictRange | undefined {
  let expected = next
  let from: number | undefined
  let follows: StrictRange['follows'] | undefined
  for (const batch of batches) {
    const range = rangeOfBatches([batch], grid)
    if (!range?.contiguous) break
    expected ??= range.from
    if (range.from > expected) break
    if (range.to < expected) {
      if (batch.type === 'span') break
      continue
    }
    from ??= expected
    follows ??= { number: range.from - 1, hash: batch.type === 'span' ? batch.parentCheck : batch.parentHash }
    expected = range.to + 1
  }
  return from === undefined || !follows || expected === undefined ? undefined : { from, to: expected - 1, follows }
}
