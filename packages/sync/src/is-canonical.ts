import { type BlockRef, type BlockSource, DefimonError } from '@defimon/core'

/** Whether a stored block is still the chain's. */
export async function isCanonical(source: BlockSource, ref: BlockRef, signal: AbortSignal): Promise<boolean> {
  try {
    return (await source.getBlock(ref.number, { detail: 'header', signal })).hash === ref.hash
  } catch (error) {
    if (DefimonError.isInstance(error) && (error.code === 'NOT_FOUND' || error.code === 'NOT_YET')) return false
    throw error
  }
}
