import { type BlobSource, DefimonError } from '@defimon/core'
import { type ParentView, readBlobs } from '@defimon/evm/parent'
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

/** How many batches after one whose blob is not there are looked at. */
const MOST_AFTER = 16

/** Tells the blocks of committed batches. */
export interface CommittedBlocks {
  /** Blobs are read, so that a batch which cannot be told is an exception. */
  readonly readsBlobs: boolean
  /** Of one batch. `commits` are all that stand: its place in its transaction is told by them. */
  ofBatch(view: ParentView, commit: Committed, commits: readonly Committed[]): Promise<BatchBlocks | undefined>
  /** Of all batches of its transaction. */
  ofTransaction(view: ParentView, commit: Committed): Promise<BatchBlocks | undefined>
}

/**
 * The blocks of committed batches: by the calldata in codecs 0 to 6, by the blobs in later ones, one a batch. Undefined for those where no blobs
 * are given, or not these.
 */
export function createCommittedBlocks(blobs: BlobSource | undefined): CommittedBlocks {
  /** Of each transaction, batch by batch. */
  const known = new Map<string, readonly BatchBlocks[]>()
  const unknown: readonly BatchBlocks[] = []

  const read = async (view: ParentView, commit: Committed): Promise<readonly BatchBlocks[]> => {
    const { input, blobVersionedHashes } = await view.transaction(commit.transactionHash)
    const call = [commitBatch, commitBatchWithBlobProof].find((one) => one.matches(input))
    if (call) return [readParentData(() => readChunkBlocks(call.decodeInput(input)[2]))]
    return blobs ? readBatchBlobs(view, commit, blobs, blobVersionedHashes) : unknown
  }
  const batchesOf = async (view: ParentView, commit: Committed): Promise<readonly BatchBlocks[]> => {
    const { transactionHash } = commit
    const batches = known.get(transactionHash) ?? (await read(view, commit))
    known.set(transactionHash, batches)
    if (known.size > KEPT) known.delete(known.keys().next().value as string)
    return batches
  }
  return {
    readsBlobs: blobs !== undefined,
    async ofBatch(view, commit, commits) {
      const batches = await batchesOf(view, commit)
      if (batches.length <= 1) return batches[0]
      const { transactionHash, event } = commit
      const before = commits.filter((each) => each.transactionHash === transactionHash && each.event.index < event.index)
      return batches[before.length]
    },
    async ofTransaction(view, commit) {
      const batches = await batchesOf(view, commit)
      const [first] = batches
      const last = batches.at(-1)
      return first && last && { from: first.from, to: last.to }
    },
  }
}

/** None where a blob is not there, or is not of this form: then another way is taken. */
async function readBatchBlobs(
  view: ParentView,
  { blockNumber, transactionHash }: Committed,
  blobs: BlobSource,
  hashes: readonly string[],
): Promise<readonly BatchBlocks[]> {
  const { network, signal } = view
  const { hash, timestampMs } = await view.block(blockNumber)
  const place = { network, number: blockNumber, hash, timestampMs, transactionHash }
  const found = await readBlobs(blobs, hashes, place, signal && { signal })
  const { readBatchBlob } = await import('./batch-blob.ts')
  const batches: BatchBlocks[] = []
  for (const blob of found) {
    const blocks = blob && (await readBatchBlob(blob).catch(unreadable))
    if (!blocks) return []
    batches.push(blocks)
  }
  return batches.length === hashes.length ? batches : []
}

function unreadable(error: unknown): undefined {
  if (DefimonError.isInstance(error) && error.code === 'MALFORMED') return undefined
  throw error
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
    const blocks = await blocksOf.ofBatch(view, commits[middle] as Committed, commits)
    if (blocks === undefined || blocks.to >= number) high = middle
    else low = middle + 1
  }
  const commit = commits[low]
  if (!commit) return undefined
  const blocks = await blocksOf.ofBatch(view, commit, commits)
  if (blocks) return { commit, blocks }
  // A later one may be known to hold the block.
  for (const later of blocksOf.readsBlobs ? commits.slice(low + 1, low + 1 + MOST_AFTER) : []) {
    const known = await blocksOf.ofBatch(view, later, commits)
    if (known && known.from <= number && number <= known.to) return { commit: later, blocks: known }
    if (known && known.from > number) break
  }
  return { commit }
}
