import { DefimonError } from '@defimon/core'
import type { ParentBlock, ParentView } from '@defimon/evm/parent'

/** Near enough: a range of logs holds thousands of blocks. */
const NEAR_BLOCKS = 64
const MOST_STEPS = 24

/**
 * A block of the parent chain from a time at the latest, and not long before it, by its header: a guess from the block time, corrected by
 * what it finds. Asks for a few headers.
 */
export async function parentBlockAt(view: ParentView, timeMs: number, lowest: number, blockTimeMs: number): Promise<number> {
  let high: ParentBlock = view.latest
  if (high.timestampMs <= timeMs) return high.number
  let low = lowest
  let lowTimeMs: number | undefined
  for (let step = 0; step < MOST_STEPS && high.number - low > NEAR_BLOCKS; step += 1) {
    const pace =
      lowTimeMs === undefined ? blockTimeMs : Math.max(1, (high.timestampMs - lowTimeMs) / Math.max(1, high.number - low))
    const back = Math.ceil((high.timestampMs - timeMs) / pace) + NEAR_BLOCKS / 2
    // Each third step halves what is left, so that a chain whose pace changed is searched in time.
    const guess = step % 3 === 2 ? Math.floor((low + high.number) / 2) : high.number - back
    const number = Math.min(high.number - 1, Math.max(low, guess))
    const block = await blockOrNothing(view, number)
    if (block === undefined) {
      low = Math.max(low + 1, number + 1)
      continue
    }
    if (block.timestampMs > timeMs) {
      high = block
    } else {
      low = block.number
      lowTimeMs = block.timestampMs
      if (timeMs - block.timestampMs <= NEAR_BLOCKS * blockTimeMs) return low
    }
    if (number === low && block.timestampMs > timeMs) break
  }
  return low
}

/** Endpoints that have dropped their history have no old headers. */
async function blockOrNothing(view: ParentView, number: number): Promise<ParentBlock | undefined> {
  try {
    return await view.block(number)
  } catch (error) {
    if (DefimonError.isInstance(error) && (error.code === 'PRUNED' || error.code === 'NOT_FOUND')) return undefined
    throw error
  }
}
