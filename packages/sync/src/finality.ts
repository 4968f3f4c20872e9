import { type BlockRef, type BlockSource, DefimonError } from '@defimon/core'

/** Reads what counts as final. */
export interface FinalityReader {
  /**
   * The newest final block: the endpoint's `finalized` block, or, where the network knows no such tag, the block `maxReorgDepth` below
   * `latest` (the first one of the chain where it is shorter).
   */
  read(latest: BlockRef, signal: AbortSignal): Promise<BlockRef>
}

/** How nodes without such a tag answer; also what a node says now and then that has one. */
const NO_SUCH_TAG: ReadonlySet<string> = new Set(['RPC', 'NOT_FOUND', 'NOT_YET'])

/** Below this, a block that is not there is no matter of history. */
const LEAST_DEPTH = 8

/** A reader that remembers whether the tag ever worked: a depth is no substitute where finality is known to lag further. */
export function createFinalityReader(source: BlockSource, maxReorgDepth: number): FinalityReader {
  let hasTag = false
  return {
    async read(latest, signal) {
      try {
        const block = await source.getBlock('finalized', { detail: 'header', signal })
        hasTag = true
        return { number: block.number, hash: block.hash }
      } catch (error) {
        const code = DefimonError.isInstance(error) ? error.code : ''
        if (code !== 'UNSUPPORTED' && (hasTag || !NO_SUCH_TAG.has(code))) throw error
      }
      for (let depth = maxReorgDepth; ; depth = Math.floor(depth / 2)) {
        try {
          return await readBelow(source, latest, depth, signal)
        } catch (error) {
          // A node that has dropped the block cannot show a reorg of that depth either.
          if (!DefimonError.isInstance(error) || error.code !== 'PRUNED' || depth <= LEAST_DEPTH) throw error
        }
      }
    },
  }
}

async function readBelow(source: BlockSource, latest: BlockRef, depth: number, signal: AbortSignal): Promise<BlockRef> {
  const from = Math.max(0, latest.number - depth)
  // A range, since a height may hold no block.
  for await (const block of source.getBlocks({ from, to: latest.number }, { detail: 'header', signal })) {
    return { number: block.number, hash: block.hash }
  }
  return latest
}
