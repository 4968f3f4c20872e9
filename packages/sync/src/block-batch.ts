import type { L2Block } from '@defimon/core'

/** Rows (blocks, transactions, logs) after which a batch is written: what 50 networks may hold at once stays in a few hundred MB. */
const MOST_ROWS = 5_000
const MOST_BLOCKS = 100

/** Blocks on their way to the sink, within a bound. */
export interface BlockBatch {
  readonly blocks: L2Block[]
  /** Takes a block. Returns whether the batch is full. */
  add(block: L2Block): boolean
}

/** An empty batch. */
export function createBlockBatch(): BlockBatch {
  const blocks: L2Block[] = []
  let rows = 0
  return {
    blocks,
    add(block) {
      blocks.push(block)
      rows += rowsOf(block)
      return rows >= MOST_ROWS || blocks.length >= MOST_BLOCKS
    },
  }
}

/** How many rows a block makes in a store. */
export function rowsOf(block: L2Block): number {
  return 1 + (block.transactions?.length ?? 0) + (block.logs?.length ?? 0)
}
