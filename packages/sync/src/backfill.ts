import type { BlockSource, Detail, L2Block, Runtime } from '@defimon/core'
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
  /** A chunk failed. Throws where the network must stop. */
  onFailure(error: unknown): void
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
        options.onFailure(error)
        await backOff.wait(error, signal)
      } finally {
        taken.delete(chunk)
      }
    }
  }
  await Promise.all(Array.from({ length: STREAMS }, stream))
}

async function fillChunk({ source, chain, detail, signal, onStored }: BackfillOptions, chunk: HeightRange): Promise<void> {
  let from = chunk.from
  let batch = createBlockBatch()
  const write = async (to: number): Promise<void> => {
    await chain.fill({ from, to }, batch.blocks)
    onStored(batch.blocks.at(-1))
    from = to + 1
    batch = createBlockBatch()
  }
  for await (const block of source.getBlocks(chunk, { detail, signal })) {
    if (batch.add(block)) await write(block.number)
  }
  signal.throwIfAborted()
  if (from <= chunk.to) await write(chunk.to)
}
