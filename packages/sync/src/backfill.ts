import { type BlockSource, type Detail, type L2Block, type Runtime, withParentLink } from '@defimon/core'
import { createBackOff } from './back-off.ts'
import { createBlockBatch } from './block-batch.ts'
import { firstHole, type HeightRange } from './done-ranges.ts'
import type { StoredChain } from './stored-chain.ts'

const CHUNK_HEIGHTS = 256
const STREAMS = 2

/** What a backfill needs. */
export interface BackfillOptions {
  readonly source: BlockSource
  readonly chain: StoredChain
  readonly runtime: Runtime
  readonly detail: Detail
  readonly signal: AbortSignal
  /** The heights that should be stored by now. All of them are final. */
  wanted(): HeightRange | undefined
  /** A batch was stored. */
  onStored(last: L2Block | undefined): void
  /** A chunk failed. Rejects where the network must stop; resolves to whether the next attempt goes elsewhere. */
  onFailure(error: unknown): Promise<boolean>
}

/** Fills all holes of the stored chain within `wanted`, two streams at a time, lowest first. Failed chunks are tried again for ever. */
export async function backfill(options: BackfillOptions): Promise<void> {
  const { chain, runtime, signal } = options
  const taken = new Set<HeightRange>()

  const takeChunk = (): HeightRange | undefined => {
    const wanted = options.wanted()
    if (!wanted) return undefined
    const busy = [...chain.checkpoint.done, ...taken].sort((a, b) => a.from - b.from)
    const chunk = firstHole(busy, wanted, CHUNK_HEIGHTS)
    if (chunk) taken.add(chunk)
    return chunk
  }

  const stream = async (): Promise<void> => {
    const backOff = createBackOff(runtime)
    for (let chunk = takeChunk(); chunk; chunk = takeChunk()) {
      try {
        await fillChunk(options, chunk)
        backOff.reset()
      } catch (error) {
        signal.throwIfAborted()
        if (await options.onFailure(error)) backOff.reset()
        await backOff.wait(error, signal)
      } finally {
        taken.delete(chunk)
      }
    }
  }
  await Promise.all(Array.from({ length: STREAMS }, stream))
}

async function fillChunk(options: BackfillOptions, chunk: HeightRange): Promise<void> {
  const { source, chain, detail, signal, onStored } = options
  const lowest = options.wanted()?.from ?? chunk.from
  let from = chunk.from
  let isFirst = true
  let batch = createBlockBatch()
  const write = async (to: number): Promise<void> => {
    await chain.fill({ from, to }, batch.blocks)
    onStored(batch.blocks.at(-1))
    from = to + 1
    batch = createBlockBatch()
  }
  for await (const block of source.getBlocks(chunk, { detail, signal })) {
    const whole = isFirst && chunk.from > lowest ? await linkedToChunkBelow(source, block, signal) : block
    isFirst = false
    if (batch.add(whole)) await write(block.number)
  }
  signal.throwIfAborted()
  if (from <= chunk.to) await write(chunk.to)
}

/**
 * The first block of a chunk, its link to the chunk below checked as those within a chunk are: its parent's header is asked for by itself,
 * for the chunk below may come later. Where there is no such parent, the link stays unchecked here, and the seam is compared when both sides
 * are stored.
 */
async function linkedToChunkBelow(source: BlockSource, block: L2Block, signal: AbortSignal): Promise<L2Block> {
  const { parent, verification } = block
  if (!parent || !verification.skipped.some(({ check }) => check === 'parent-link')) return block
  try {
    const below = await source.getBlock(parent.number, { detail: 'header', signal })
    return below.hash === parent.hash ? withParentLink(block) : block
  } catch {
    signal.throwIfAborted()
    return block
  }
}
