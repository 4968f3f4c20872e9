import { type Batch, type BlockRef, type Checkpoint, DefimonError } from '@defimon/core'
import { isDone } from './done-ranges.ts'

/**
 * The last gate before the sink. What fails here is a lie that got past the source or a fault of ours; it is never stored.
 * Heights ascend, each parent link inside the batch holds, no finalized row is removed, finality and ranges stay sound.
 */
export function assertBatch(previous: Checkpoint | undefined, batch: Batch, below?: BlockRef): void {
  const fail = (what: string): never => {
    throw new DefimonError('CONTRADICTION', `refused to store: ${what}`, { network: batch.network, retryable: false })
  }
  const { checkpoint, rollbackTo } = batch
  const finalized = previous?.finalized
  if (rollbackTo && finalized && rollbackTo.number < finalized.number) {
    fail(`rollback to block ${rollbackTo.number}, below finalized block ${finalized.number}`)
  }
  if (finalized) {
    const next = checkpoint.finalized
    if (!next || next.number < finalized.number) fail(`finality went back from block ${finalized.number} to ${next?.number}`)
    else if (next.number === finalized.number && next.hash !== finalized.hash)
      fail(`finalized block ${next.number} changed its hash`)
  }
  let last: BlockRef | undefined = below
  for (const block of batch.blocks) {
    if (block.network !== batch.network) fail(`block ${block.number} is of ${block.network}`)
    if (!Number.isSafeInteger(block.number) || block.number < 0) fail(`block number ${block.number}`)
    if (last) {
      if (block.number <= last.number) fail(`block ${block.number} after block ${last.number}`)
      if (block.parent && (block.parent.number !== last.number || block.parent.hash !== last.hash)) {
        fail(
          `block ${block.number} does not follow block ${last.number}: its parent is ${block.parent.number} ${block.parent.hash}`,
        )
      }
    }
    if (!isDone(checkpoint.done, block.number)) fail(`block ${block.number} is not in the ranges of its checkpoint`)
    last = block
  }
  for (const [index, range] of checkpoint.done.entries()) {
    const next = checkpoint.done[index + 1]
    if (range.from > range.to || (next && next.from <= range.to + 1)) fail(`ranges ${JSON.stringify(checkpoint.done)}`)
  }
}
