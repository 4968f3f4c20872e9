import type { ScannedLog } from '@defimon/evm'
import { describe, expect, it } from 'vitest'
import { type ExecutorEntry, reportedBlocks, stepsOfBatch } from '../../src/zksync/settlement/batch-steps.ts'
import type { ExecutorEvent } from '../../src/zksync/settlement/executor-events.ts'

/** The contract, as far as its totals go (era-contracts Executor.sol): each batch's last commit, proof and execution. */
interface Totals {
  readonly committed: readonly number[]
  readonly proven: readonly number[]
  readonly executed: readonly number[]
}

type Move = (totals: Totals, at: number) => { readonly events: readonly ExecutorEvent[]; readonly totals: Totals } | undefined

const commit =
  (count: number): Move =>
  (totals, at) => {
    const first = totals.committed.length + 1
    const batches = Array.from({ length: count }, (_, index) => first + index)
    return {
      events: batches.map((batch) => ({ does: 'commit', batch, batchHash: `${batch}` })),
      totals: { ...totals, committed: [...totals.committed, ...batches.map(() => at)] },
    }
  }
const prove =
  (count: number): Move =>
  (totals, at) => {
    const from = totals.proven.length + 1
    const to = from + count - 1
    if (to > totals.committed.length) return undefined
    return {
      events: [{ does: 'prove', from, to }],
      totals: { ...totals, proven: [...totals.proven, ...Array.from({ length: count }, () => at)] },
    }
  }
const execute: Move = (totals, at) => {
  const batch = totals.executed.length + 1
  if (batch > totals.proven.length) return undefined
  return {
    events: [{ does: 'execute', batch, batchHash: `${batch}` }],
    totals: { ...totals, executed: [...totals.executed, at] },
  }
}
/** Takes this many of the newest batches back, but none that was executed. */
const revert =
  (count: number): Move =>
  (totals) => {
    const last = totals.committed.length - count
    if (last < totals.executed.length) return undefined
    const proven = totals.proven.slice(0, last)
    return {
      events: [{ does: 'revert', lastCommitted: last, lastProven: proven.length }],
      totals: { ...totals, committed: totals.committed.slice(0, last), proven },
    }
  }

const MOVES: readonly Move[] = [commit(1), commit(2), prove(1), prove(2), execute, revert(1), revert(2)]
const DEPTH = 6

describe('what stands of a batch', () => {
  it(`is what the contract holds, after every course of ${DEPTH} moves`, () => {
    let courses = 0
    const walk = (entries: readonly ExecutorEntry[], totals: Totals, depth: number): void => {
      courses += 1
      for (let batch = 1; batch <= DEPTH; batch += 1) {
        const { commit: posted, proof, execution } = stepsOfBatch(entries, batch)
        const seen = [posted, proof, execution].map((step) => step?.log.blockNumber)
        const held = [totals.committed, totals.proven, totals.executed].map((row) => row[batch - 1])
        // One message for all courses: making one for each would take longer than the walk.
        if (seen.join() !== held.join()) expect(seen, JSON.stringify(entries.map(({ event }) => event))).toEqual(held)
      }
      if (depth === DEPTH) return
      for (const move of MOVES) {
        const made = move(totals, depth)
        if (!made) continue
        const log = { blockNumber: depth, transactionHash: `${depth}` } as ScannedLog
        walk([...entries, ...made.events.map((event) => ({ event, log }))], made.totals, depth + 1)
      }
    }
    walk([], { committed: [], proven: [], executed: [] }, 0)
    expect(courses).toBeGreaterThan(5_000)
  })

  it('says which batches went together, in one transaction and not in another', () => {
    const log = (transactionHash: string): ScannedLog => ({ transactionHash }) as ScannedLog
    const entries: ExecutorEntry[] = [3, 4, 5].map((batch) => ({
      event: { does: 'commit', batch, batchHash: '' },
      log: log(batch < 5 ? 'a' : 'b'),
    }))
    expect([3, 4, 5].map((batch) => stepsOfBatch(entries, batch).commit?.batches)).toEqual([
      { from: 3, to: 4 },
      { from: 3, to: 4 },
      { from: 5, to: 5 },
    ])
  })
})

it('the blocks that operators report are those of commits that stand', () => {
  const log = {} as ScannedLog
  const entries: ExecutorEntry[] = [
    { event: { does: 'report', batch: 1, from: 1, to: 9 }, log },
    { event: { does: 'report', batch: 2, from: 10, to: 19 }, log },
    { event: { does: 'revert', lastCommitted: 1, lastProven: 0 }, log },
  ]
  expect([...reportedBlocks(entries)]).toEqual([[1, { from: 1, to: 9 }]])
})
