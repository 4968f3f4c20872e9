import { DefimonError } from '@defimon/core'
import type { ParentBlock, ParentView } from './parent-chain.ts'

/** What is looked for. */
export interface BeforeOptions {
  /** How much earlier than wanted the block may be. */
  readonly toleranceMs: number
  /** What a block takes as a rule. */
  readonly blockTimeMs: number
}

/**
 * The number of a parent block that stands at or before a time, at most `toleranceMs` before it; the oldest that the parent has where
 * all are later. Asks for headers: three or four where blocks come evenly.
 */
export async function blockBefore(view: ParentView, timestampMs: number, options: BeforeOptions): Promise<number> {
  if (view.latest.timestampMs <= timestampMs) return view.latest.number
  const { toleranceMs, blockTimeMs } = options
  /** After the time. */
  let after: ParentBlock = view.latest
  /** At the time or before it. */
  let before: ParentBlock | undefined
  /** The lowest height that may be there. */
  let lowest = 0
  for (let round = 1; after.number > lowest; round += 1) {
    const number = Math.min(after.number - 1, Math.max(lowest, guess(after, before, round)))
    const block = await read(view, number)
    if (!block) lowest = number + 1
    else if (block.timestampMs > timestampMs) after = block
    else {
      before = block
      if (timestampMs - block.timestampMs <= toleranceMs) break
      lowest = number + 1
    }
  }
  return before?.number ?? after.number

  function guess(high: ParentBlock, low: ParentBlock | undefined, round: number): number {
    // Every other time by halves, so that no unevenness makes it long.
    if (round > 2 && round % 2 === 0) return Math.floor((lowest + high.number) / 2)
    const pace = low ? (high.timestampMs - low.timestampMs) / (high.number - low.number) : blockTimeMs
    // A little too early is good enough, a little too late is not.
    const wantedMs = timestampMs - toleranceMs / 2
    return Math.floor(high.number - (high.timestampMs - wantedMs) / Math.max(pace, 1))
  }
}

/** Undefined below what the parent still has. */
async function read(view: ParentView, number: number): Promise<ParentBlock | undefined> {
  try {
    return await view.block(number)
  } catch (error) {
    if (DefimonError.isInstance(error) && (error.code === 'PRUNED' || error.code === 'NOT_FOUND')) return undefined
    throw error
  }
}
