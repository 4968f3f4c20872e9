import type { BlockRef, BlockSource, BlockTag } from '@defimon/core'
import type { FinalityReader } from './finality.ts'
import { isCanonical } from './is-canonical.ts'
import type { StoredChain } from './stored-chain.ts'

/** So many final blocks behind, the follower jumps ahead and leaves them to the backfill. */
const JUMP_BLOCKS = 256

/** What the choice of the starting point depends on. */
export interface StartingPointOptions {
  readonly source: BlockSource
  readonly chain: StoredChain
  readonly from: number | BlockTag | undefined
  readonly finality: FinalityReader
  readonly signal: AbortSignal
}

/**
 * Reads head and finality, and puts the tip of the chain where following goes on. Everything between the first wanted height and the
 * tip that is not stored is final then, so the backfill never meets a reorg.
 *
 * @returns the first height to store
 */
export async function findStartingPoint(options: StartingPointOptions): Promise<number> {
  const { source, chain, signal } = options
  const latest = await source.getBlock('latest', { detail: 'header', signal })
  const finalized = await options.finality.read(latest, signal)
  const start = await resolveStart(options, latest, finalized)
  const position = chain.tip ?? chain.checkpoint.head

  if (position && position.number + 1 >= start) {
    const behind = finalized.number - position.number
    if (behind > JUMP_BLOCKS && (await isCanonical(source, position, signal))) chain.moveTip(finalized)
    else if (!chain.tip) chain.moveTip(position)
  } else if (start <= finalized.number) chain.moveTip(finalized)
  chain.finalize(finalized)
  return start
}

async function resolveStart(options: StartingPointOptions, latest: BlockRef, finalized: BlockRef): Promise<number> {
  const { source, chain, from = 'latest', signal } = options
  if (typeof from === 'number') return from
  const first = chain.checkpoint.done[0]
  if (first) return first.from
  if (from === 'latest') return latest.number
  if (from === 'finalized') return finalized.number
  return (await source.getBlock(from, { detail: 'header', signal })).number
}
