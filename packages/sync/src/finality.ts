import { type BlockRef, type BlockSource, DefimonError } from '@defimon/core'

/** Answers of a node or stack that has no such tag. All else is a failed call, to be asked again. */
const NO_SUCH_TAG: ReadonlySet<string> = new Set(['UNSUPPORTED', 'RPC', 'NOT_FOUND', 'NOT_YET'])

/**
 * The newest block that counts as final: the endpoint's `finalized` block, or, where it knows no such tag, the block
 * `maxReorgDepth` below its head (the first one of the chain where it is shorter).
 */
export async function readFinality(
  source: BlockSource,
  latest: BlockRef,
  maxReorgDepth: number,
  signal: AbortSignal,
): Promise<BlockRef> {
  try {
    const block = await source.getBlock('finalized', { detail: 'header', signal })
    return { number: block.number, hash: block.hash }
  } catch (error) {
    if (!DefimonError.isInstance(error) || !NO_SUCH_TAG.has(error.code)) throw error
  }
  const from = Math.max(0, latest.number - maxReorgDepth)
  // A range, since a height may hold no block.
  for await (const block of source.getBlocks({ from, to: latest.number }, { detail: 'header', signal })) {
    return { number: block.number, hash: block.hash }
  }
  return latest
}
