import type { ParentView } from '@defimon/evm/parent'
import { readParentData } from '../../settlement/parent-data.ts'
import { readChunkBlocks } from './batch-chunks.ts'
import type { Committed } from './scan-batches.ts'
import { commitBatch, commitBatchWithBlobProof } from './scroll-chain.ts'

/** The blocks of a batch. */
export interface BatchBlocks {
  readonly from: number
  readonly to: number
}

/** Calls are decoded once. */
const KEPT = 4_096

/** Tells the blocks of a committed batch. */
export type CommittedBlocks = (view: ParentView, commit: Committed) => Promise<BatchBlocks | undefined>

/** The blocks of committed batches by the calldata, codecs 0 to 6; undefined for later ones, whose blocks stand in blobs. */
export function createCommittedBlocks(): CommittedBlocks {
  const known = new Map<string, BatchBlocks | undefined>()
  return async (view, { transactionHash }) => {
    if (known.has(transactionHash)) return known.get(transactionHash)
    const { input } = await view.transaction(transactionHash)
    const call = [commitBatch, commitBatchWithBlobProof].find((one) => one.matches(input))
    const blocks = call && readParentData(() => readChunkBlocks(call.decodeInput(input)[2]))
    known.set(transactionHash, blocks)
    if (known.size > KEPT) known.delete(known.keys().next().value as string)
    return blocks
  }
}

/**
 * The batch that holds a block, or the first one whose blocks cannot be told and that may. Undefined where all batches end before the block.
 * Batches follow each other, so it halves what is left.
 */
export async function firstBatchFrom(
  view: ParentView,
  commits: readonly Committed[],
  number: number,
  blocksOf: CommittedBlocks,
): Promise<{ readonly commit: Committed; readonly blocks?: BatchBlocks } | undefined> {
  let low = 0
  let high = commits.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const blocks = await blocksOf(view, commits[middle] as Committed)
    if (blocks === undefined || blocks.to >= number) high = middle
    else low = middle + 1
  }
  const commit = commits[low]
  if (!commit) return undefined
  const blocks = await blocksOf(view, commit)
  return { commit, ...(blocks && { blocks }) }
}
