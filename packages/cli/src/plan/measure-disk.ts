import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { L2Block } from '@defimon/core'
import { openSink } from '../monitor/open-sink.ts'

/** How much of a block's rows SQLite keeps. */
export type Keep = 'measures' | 'transactions' | 'logs'

/** What blocks take on disk. */
export interface DiskUse {
  readonly bytesPerBlock: number
  /** A database without blocks. */
  readonly emptyBytes: number
}

/** SQLite grows by whole pages in each of its tables and indexes: growth is read over far more than that. */
const ENOUGH_BYTES = 2 * 1024 * 1024
const MOST_BLOCKS = 6_000
const FIRST_BLOCKS = 64

/**
 * Writes the blocks into a temporary SQLite file, again and again at following heights, until the file has grown enough to be told from
 * its pages; the file is removed. Fails as the SQLite sink does.
 */
export async function measureDisk(blocks: readonly L2Block[], keep: Keep, signal: AbortSignal): Promise<DiskUse> {
  const first = blocks[0]
  const folder = await mkdtemp(join(tmpdir(), 'defimon-plan-'))
  const path = join(folder, 'sample.sqlite')
  let written = 0
  /** Writes so many copies and gives the size of the closed file: only then is the log of SQLite within it. */
  const sizeAfter = async (count: number): Promise<number> => {
    await using sink = await openSink({ kind: 'sqlite', path }, { keep })
    for (const end = written + count; written < end; ) {
      signal.throwIfAborted()
      const chunk = Array.from({ length: Math.min(FIRST_BLOCKS, end - written) }, (_, index) => {
        const block = blocks[(written + index) % blocks.length] as L2Block
        return { ...block, number: (first?.number ?? 0) + written + index }
      })
      written += chunk.length
      const network = first?.network ?? ''
      await sink.write({ network, blocks: chunk, settlements: [], reverted: [], checkpoint: { network, done: [] } })
    }
    await sink.close()
    return (await stat(path)).size
  }
  try {
    const emptyBytes = await sizeAfter(0)
    if (blocks.length === 0) return { bytesPerBlock: 0, emptyBytes }
    // whole rounds, so that each sampled block counts as often as the others
    const round = blocks.length * Math.ceil(FIRST_BLOCKS / blocks.length)
    const start = await sizeAfter(round)
    const guess = Math.max(1, (start - emptyBytes) / round)
    const rounds = Math.ceil(Math.min(MOST_BLOCKS, ENOUGH_BYTES / guess) / round)
    const end = await sizeAfter(rounds * round)
    return { bytesPerBlock: (end - start) / (rounds * round), emptyBytes }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
