import type { DriverCall } from '@defimon/core/adapter'

/** The batch of a block, by one node's word; undefined where it has no such block. Never less than that of the block before. */
export type BatchOfBlock = (call: DriverCall, number: number) => Promise<number | undefined>

/** Bounds that are kept. */
const KEPT = 4_096

/** Tells which blocks batches hold. */
export interface BatchBounds {
  /**
   * The blocks of the batches from `first` to `last`, one of which holds block `inside`. `exact: false` where the endpoint's history begins
   * within them.
   */
  blocksOf(
    call: DriverCall,
    batches: { readonly first: number; readonly last: number },
    inside: number,
  ): Promise<{ readonly from: number; readonly to: number; readonly exact: boolean }>
}

/** A bound: all blocks from it on are in the batch or a later one. */
interface Bound {
  readonly block: number
  readonly isKnown: boolean
}

/** Batches grow with the blocks, so their bounds are found by halving, from a block whose batch is known. */
export function createBatchBounds(batchOfBlock: BatchOfBlock): BatchBounds {
  const firstBlocks = new Map<number, number>()

  /** Whether it still is: a reorganisation may have moved it. */
  const isFirst = async (call: DriverCall, batch: number, block: number): Promise<boolean> => {
    const [at, before] = await Promise.all([batchOfBlock(call, block), block === 0 ? -1 : batchOfBlock(call, block - 1)])
    return at !== undefined && at >= batch && before !== undefined && before < batch
  }

  /** The first block of the batch or a later one, below a block that is. What the endpoint does not have below it, it has dropped. */
  const searchDown = async (call: DriverCall, batch: number, start: number): Promise<Bound> => {
    let above = start
    let below = -1
    for (let step = 1; above > 0; step *= 2) {
      const next = Math.max(0, above - step)
      const found = await batchOfBlock(call, next)
      if (found === undefined || found < batch) {
        below = next
        break
      }
      above = next
    }
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2)
      const found = await batchOfBlock(call, middle)
      if (found !== undefined && found >= batch) above = middle
      else below = middle
    }
    return { block: above, isKnown: above === 0 || (await batchOfBlock(call, above - 1)) !== undefined }
  }

  /** The first block of the batch or a later one, above a block that is not. What the endpoint does not have above it is not made yet. */
  const searchUp = async (call: DriverCall, batch: number, start: number): Promise<Bound> => {
    let below = start
    let above: number
    for (let step = 1; ; step *= 2) {
      above = below + step
      const found = await batchOfBlock(call, above)
      if (found === undefined || found >= batch) break
      below = above
    }
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2)
      const found = await batchOfBlock(call, middle)
      if (found === undefined || found >= batch) above = middle
      else below = middle
    }
    return { block: above, isKnown: (await batchOfBlock(call, above)) !== undefined }
  }

  const firstBlockOf = async (call: DriverCall, batch: number, inside: number): Promise<Bound> => {
    const kept = firstBlocks.get(batch)
    if (kept !== undefined && (await isFirst(call, batch, kept))) return { block: kept, isKnown: true }
    const at = await batchOfBlock(call, inside)
    const bound = at !== undefined && at < batch ? await searchUp(call, batch, inside) : await searchDown(call, batch, inside)
    if (bound.isKnown) {
      firstBlocks.set(batch, bound.block)
      if (firstBlocks.size > KEPT) firstBlocks.delete(firstBlocks.keys().next().value as number)
    }
    return bound
  }

  return {
    async blocksOf(call, { first, last }, inside) {
      const from = await firstBlockOf(call, first, inside)
      const next = await firstBlockOf(call, last + 1, inside)
      return { from: from.block, to: next.block - 1, exact: from.isKnown }
    },
  }
}
