import type { DriverCall } from '@defimon/core/adapter'
import { isPresent, parseHeight, toQuantity } from '@defimon/evm'

/** The batch that a node says a block is in; undefined where it has no such block. Asks `zkevm_batchNumberByBlockNumber`. */
export async function batchOfBlock(call: DriverCall, number: number): Promise<number | undefined> {
  const answer = await call.request('zkevm_batchNumberByBlockNumber', [toQuantity(number)])
  return isPresent(answer) ? parseHeight(answer, 'batch number') : undefined
}

/** Bounds that are kept. */
const KEPT = 4_096

/** Tells which blocks batches hold, by one node's word. */
export interface BatchBounds {
  /** The blocks of the batches from `first` to `last`, one of which holds block `inside`. */
  blocksOf(
    call: DriverCall,
    batches: { readonly first: number; readonly last: number },
    inside: number,
  ): Promise<{ readonly from: number; readonly to: number }>
}

/** Batches grow with the blocks, so their bounds are found by halving, from a block whose batch is known. */
export function createBatchBounds(): BatchBounds {
  const firstBlocks = new Map<number, number>()

  /** The first block that is in the batch or a later one. `low` is in an earlier one (or -1), `high` is not (or beyond the head). */
  const halve = async (call: DriverCall, batch: number, low: number, high: number): Promise<number> => {
    let [below, above] = [low, high]
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2)
      const found = await batchOfBlock(call, middle)
      if (found === undefined || found >= batch) above = middle
      else below = middle
    }
    return above
  }
  const firstBlockOf = async (call: DriverCall, batch: number, from: number): Promise<number> => {
    const known = firstBlocks.get(batch)
    if (known !== undefined) return known
    const at = await batchOfBlock(call, from)
    const isBelow = at !== undefined && at < batch
    let step = 1
    let edge = from
    for (;;) {
      const next = isBelow ? edge + step : Math.max(-1, edge - step)
      if (next < 0) break
      const found = await batchOfBlock(call, next)
      const crossed = isBelow ? found === undefined || found >= batch : found !== undefined && found < batch
      if (crossed) {
        const first = isBelow ? await halve(call, batch, edge, next) : await halve(call, batch, next, edge)
        // Beyond the head, the batch may still grow.
        if (!isBelow || found !== undefined) keep(batch, first)
        return first
      }
      edge = next
      step *= 2
    }
    return halve(call, batch, -1, edge)
  }
  const keep = (batch: number, block: number): void => {
    firstBlocks.set(batch, block)
    if (firstBlocks.size > KEPT) firstBlocks.delete(firstBlocks.keys().next().value as number)
  }
  return {
    async blocksOf(call, { first, last }, inside) {
      const from = await firstBlockOf(call, first, inside)
      return { from, to: (await firstBlockOf(call, last + 1, inside)) - 1 }
    },
  }
}
