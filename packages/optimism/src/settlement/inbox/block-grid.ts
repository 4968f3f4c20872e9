import type { Batch } from './batches.ts'

/** Which block has which time, where blocks come at a fixed rate: a block and its time, and the time between blocks. */
export interface BlockGrid {
  /** The time of the genesis of the L2, which spans count from. */
  readonly genesisS: number
  readonly number: number
  readonly timestampS: number
  readonly blockTimeS: number
  /** From this time on the rate is another one. */
  readonly untilS?: number
}

/** The L2 blocks of batches. */
export interface BatchRange {
  readonly from: number
  readonly to: number
  /** Each batch goes on where the one before ended, and each time is that of a block. */
  readonly contiguous: boolean
}

/** The L2 blocks of batches, by their times. Undefined where a time lies outside of the grid. */
export function rangeOfBatches(batches: readonly Batch[], grid: BlockGrid): BatchRange | undefined {
  let from: number | undefined
  let to = 0
  let contiguous = true
  for (const batch of batches) {
    const timestampS = batch.type === 'span' ? grid.genesisS + batch.sinceGenesisS : batch.timestampS
    const blockCount = batch.type === 'span' ? batch.blockCount : 1
    const steps = (timestampS - grid.timestampS) / grid.blockTimeS
    const number = grid.number + Math.floor(steps)
    const endS = timestampS + (blockCount - 1) * grid.blockTimeS
    if (number < 0 || (grid.untilS !== undefined && endS >= grid.untilS)) return undefined
    if (!Number.isInteger(steps) || (from !== undefined && number !== to + 1)) contiguous = false
    from = Math.min(from ?? number, number)
    to = Math.max(to, number + blockCount - 1)
  }
  return from === undefined ? undefined : { from, to, contiguous }
}
