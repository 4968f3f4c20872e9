import { type Batch, type BlockRef, type Checkpoint, DefimonError } from '@defimon/core'
import { addRange, clipRanges, isDone } from '../done-ranges.ts'
import { higher } from './common-checkpoint.ts'

/** Where one sink stands, when it does not stand where the others do. */
export interface OwnPosition {
  readonly checkpoint: Checkpoint | undefined
  /** What is above the last final block must go before anything comes: it may be of another branch. */
  readonly isAligned: boolean
}

/**
 * A batch as a sink gets it that holds more, or other, blocks than the others: without the blocks that it has, and with its own
 * checkpoint. Fails with `SINK` where the batch takes back what is final in this sink.
 */
export function ownBatch(batch: Batch, { checkpoint: own, isAligned }: OwnPosition): Batch {
  if (!own) return batch
  const align = isAligned ? undefined : (own.finalized ?? { number: (own.done[0]?.from ?? 0) - 1, hash: '' })
  const rollbackTo = lower(batch.rollbackTo, align)
  if (rollbackTo && own.finalized && rollbackTo.number < own.finalized.number) {
    const message = `a rollback to block ${rollbackTo.number} goes below block ${own.finalized.number}, which is final in this sink`
    throw new DefimonError('SINK', message, { network: batch.network, retryable: false })
  }
  const kept = rollbackTo ? clipRanges(own.done, rollbackTo.number) : own.done
  const done = batch.checkpoint.done.reduce((ranges, range) => addRange(ranges, range), kept)
  const head = higher(batch.checkpoint.head, rollbackTo ? headBelow(own, rollbackTo) : own.head)
  const finalized = higher(batch.checkpoint.finalized, own.finalized)
  const { head: _, finalized: __, ...rest } = batch.checkpoint
  return {
    ...batch,
    ...(rollbackTo && { rollbackTo }),
    blocks: batch.blocks.filter((block) => !isDone(kept, block.number)),
    checkpoint: { ...rest, done, ...(head && { head }), ...(finalized && { finalized }) },
  }
}

/** Whether the sync has come to where the sink stands: from here on it gets what the others get. */
export function isCaughtUp(batch: Batch, own: Checkpoint): boolean {
  const { done } = batch.checkpoint
  return own.done.every((range) => done.some(({ from, to }) => from <= range.from && range.to <= to))
}

function headBelow(own: Checkpoint, rollbackTo: BlockRef): BlockRef | undefined {
  if (!own.head || own.head.number <= rollbackTo.number) return own.head
  return isDone(own.done, rollbackTo.number) ? { number: rollbackTo.number, hash: rollbackTo.hash } : undefined
}

function lower(a: BlockRef | undefined, b: BlockRef | undefined): BlockRef | undefined {
  return a && (!b || a.number < b.number) ? a : b
}
