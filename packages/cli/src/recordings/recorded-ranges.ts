import type { BlockRef, Exchange } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'

/** Recorded blocks without a gap between them, both ends inclusive. */
export interface RecordedRange {
  readonly from: number
  readonly to: number
  /** The exchanges that hold these blocks, and all that hold none (receipts, for instance). */
  readonly exchanges: readonly Exchange[]
}

interface LinkedBlock extends BlockRef {
  readonly parentHash: string | undefined
  readonly exchange: Exchange
}

function decodeLinked(driver: BlockDriver, exchanges: readonly Exchange[]): LinkedBlock[] {
  const blocks: LinkedBlock[] = []
  for (const { raw, exchange } of driver.recordedBlocks(exchanges)) {
    try {
      const { number, hash, parent } = driver.decode(raw, 'header')
      blocks.push({ number, hash, parentHash: parent?.hash, exchange })
    } catch {
      // A recording that cannot be read is for `verify` to report; it belongs to no range.
    }
  }
  return blocks.sort((a, b) => a.number - b.number)
}

/** The runs of recorded blocks, two or more, that are linked by parent hash without a gap, ascending. */
export function findRecordedRanges(driver: BlockDriver, exchanges: readonly Exchange[]): readonly RecordedRange[] {
  const blocks = decodeLinked(driver, exchanges)
  const runs: LinkedBlock[][] = []
  for (const block of blocks) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (last?.hash === block.hash) run?.push(block)
    else if (last && last.number + 1 === block.number && last.hash === block.parentHash) run?.push(block)
    else runs.push([block])
  }
  const holdBlocks = new Set(blocks.map(({ exchange }) => exchange))
  const others = exchanges.filter((exchange) => !holdBlocks.has(exchange))
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)]
    if (!first || !last || last.number === first.number) return []
    return [{ from: first.number, to: last.number, exchanges: [...run.map(({ exchange }) => exchange), ...others] }]
  })
}
