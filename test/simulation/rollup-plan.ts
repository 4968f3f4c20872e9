import type { PlannedTransaction, SeededRandom, SimulatedNetwork } from '@defimon/core/testing'
import { zksyncRollup } from '../settlement/rollups.ts'

/** What the rollup does in one block of its parent. */
type Operation =
  | { readonly does: 'commit' | 'prove' | 'execute'; readonly from: number; readonly to: number }
  | { readonly does: 'revert'; readonly committed: number; readonly proven: number; readonly executed: number }

/** Where the steps of a batch stand on the parent. */
export interface BatchTruth {
  readonly posted?: ParentPlace
  readonly proven?: ParentPlace
  readonly settled?: ParentPlace
}

interface ParentPlace {
  readonly number: number
  readonly hash: string
}

/** A rollup that posts, proves and executes batches, takes some back and posts them again. */
export interface RollupPlan {
  /** What stands in a parent block, whichever branch that is of. */
  planned(l2: SimulatedNetwork, number: number): PlannedTransaction[]
  /** What these parent blocks say of each batch, by brute force: the oracle. */
  truth(blocks: readonly ParentPlace[]): ReadonlyMap<number, BatchTruth>
  /** Parent blocks that take batches back. */
  readonly reverts: number
}

/** Parent blocks that are planned. */
const MOST_BLOCKS = 600
const MOST_BATCHES = 5

/**
 * Draws what a rollup does. `sealed` says which batch can be posted in a parent block: blocks of it must be there by then, on every branch.
 */
export function drawRollup(random: SeededRandom, sealed: (number: number) => number): RollupPlan {
  const operations = new Map<number, Operation>()
  let [committed, proven, executed] = [0, 0, 0]
  for (let number = 2; number < MOST_BLOCKS; number += 1) {
    const kind = random.next()
    const count = random.integer(1, MOST_BATCHES)
    const highest = sealed(number)
    if (kind < 0.4 && committed < highest) {
      const to = Math.min(highest, committed + count)
      operations.set(number, { does: 'commit', from: committed + 1, to })
      committed = to
    } else if (kind < 0.65 && proven < committed) {
      const to = Math.min(committed, proven + count)
      operations.set(number, { does: 'prove', from: proven + 1, to })
      proven = to
    } else if (kind < 0.85 && executed < proven) {
      const to = Math.min(proven, executed + count)
      operations.set(number, { does: 'execute', from: executed + 1, to })
      executed = to
    } else if (kind > 0.92 && committed > executed) {
      committed = random.integer(executed, committed - 1)
      proven = Math.min(proven, committed)
      operations.set(number, { does: 'revert', committed, proven, executed })
    }
  }

  return {
    reverts: [...operations.values()].filter(({ does }) => does === 'revert').length,
    planned(l2, number) {
      const operation = operations.get(number)
      if (!operation) return []
      if (operation.does === 'revert') {
        return [zksyncRollup.revert(number, operation.committed, operation.proven, operation.executed).transaction()]
      }
      const batches = [operation.from, operation.to] as const
      if (operation.does === 'prove') return [zksyncRollup.prove(number, batches).transaction()]
      if (operation.does === 'execute') return [zksyncRollup.execute(l2, number, batches).transaction()]
      return [zksyncRollup.commit(l2, number, batches, number % 2 === 0 ? 'calldata' : 'blobs').transaction()]
    },
    truth(blocks) {
      const batches = new Map<number, BatchTruth>()
      for (const { number, hash } of blocks) {
        const operation = operations.get(number)
        if (!operation) continue
        if (operation.does === 'revert') {
          for (const [batch, { proven: _, ...posted }] of [...batches]) {
            if (batch > operation.committed) batches.delete(batch)
            else if (batch > operation.proven) batches.set(batch, posted)
          }
          continue
        }
        const step = { commit: 'posted', prove: 'proven', execute: 'settled' } as const
        for (let batch = operation.from; batch <= operation.to; batch += 1) {
          batches.set(batch, { ...batches.get(batch), [step[operation.does]]: { number, hash } })
        }
      }
      return batches
    },
  }
}
