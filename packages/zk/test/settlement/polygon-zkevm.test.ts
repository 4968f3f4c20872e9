import type { Evidence, L2Network, Settlement } from '@defimon/core'
import {
  type PlannedTransaction,
  polygonZkevmModel,
  type SimulatedNetwork,
  type StackModel,
  simulateNetwork,
} from '@defimon/core/testing'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  type BatchSettlement,
  polygonZkevmBatchSettlement,
  polygonZkevmSource,
  type ReadBatchSettlement,
} from '../../src/polygon-zkevm/index.ts'
import { createParentWorld, encodeEvent, PARENT_START, type ParentWorld, parentBlockOf, ROLLUP_START_MS } from './parent-world.ts'

const MANAGER = '0x5132a183e9f3cb7c848b0aac5ae0c4f0491b7ab2'
const ROLLUP = '0x519e42c24163192dca44cd3fbdcebf6be9130987'
const SEQUENCER = '0x148ee7daf16574cd020afa34cc658f8f3fbd2800'
const FIRST = 3_000
const BLOCKS = 60
/** Five blocks a batch; batch 1 begins with block 3000. */
const batchOf = (block: number): number => Math.floor((block - FIRST) / 5) + 1
const AFTER = parentBlockOf(ROLLUP_START_MS + BLOCKS * 2_000)

function simulateRollup(): SimulatedNetwork<'polygon-zkevm'> {
  const model = polygonZkevmModel({ transactionsPerBlock: 0 }) as StackModel
  return simulateNetwork({
    stack: {
      ...model,
      answer(call, view) {
        if (call.method !== 'zkevm_batchNumberByBlockNumber') return model.answer(call, view)
        const number = Number((call.params as readonly string[])[0])
        return view.block(number) ? `0x${batchOf(number).toString(16)}` : number < FIRST ? '0x0' : null
      },
    },
    startBlock: FIRST,
    blocks: BLOCKS,
    startMs: ROLLUP_START_MS,
    blockTimeMs: 2_000,
  }) as SimulatedNetwork<'polygon-zkevm'>
}

/** The same content comes of the same seed. */
const TRUTH = simulateRollup()
function stateRootOf({ model, chain }: SimulatedNetwork, number: number): string {
  const params = [`0x${number.toString(16)}`, false]
  return (model.answer({ method: 'eth_getBlockByNumber', params }, chain.view()) as { stateRoot: string }).stateRoot
}

type Log = ReturnType<typeof encodeEvent>
const sent = (to: string, logs: readonly Log[], input = '0x'): PlannedTransaction => ({ from: SEQUENCER, to, logs, input })
const managed = (rollupId: number, batch: number): Log =>
  encodeEvent(MANAGER, 'OnSequenceBatches(uint32 indexed,uint64)', rollupId, batch)
const sequence = (batch: number, input = '0xdef57e54'): PlannedTransaction =>
  sent(ROLLUP, [encodeEvent(ROLLUP, 'SequenceBatches(uint64 indexed,bytes32)', batch, id('tree')), managed(1, batch)], input)
const rootOf = (batch: number): string => stateRootOf(TRUTH, FIRST + batch * 5 - 1)
const verify = (batch: number, rollupId = 1, root = rollupId === 1 ? rootOf(batch) : id('another')): PlannedTransaction =>
  sent(MANAGER, [
    encodeEvent(
      MANAGER,
      'VerifyBatchesTrustedAggregator(uint32 indexed,uint64,bytes32,bytes32,address indexed)',
      rollupId,
      batch,
      root,
      id('exits'),
      SEQUENCER,
    ),
  ])
const pend = (batch: number): PlannedTransaction =>
  sent(MANAGER, [
    encodeEvent(
      MANAGER,
      'VerifyBatches(uint32 indexed,uint64,bytes32,bytes32,address indexed)',
      1,
      batch,
      id('state'),
      id('exits'),
      SEQUENCER,
    ),
  ])
const consolidate = (batch: number): PlannedTransaction =>
  sent(MANAGER, [
    encodeEvent(
      MANAGER,
      'ConsolidatePendingState(uint32 indexed,uint64,bytes32,bytes32,uint64)',
      1,
      batch,
      rootOf(batch),
      id('exits'),
      1,
    ),
  ])
const rollback = (batch: number): PlannedTransaction =>
  sent(MANAGER, [
    encodeEvent(ROLLUP, 'RollbackBatches(uint64 indexed,bytes32)', batch, id('hash')),
    encodeEvent(MANAGER, 'RollbackBatches(uint32 indexed,uint64 indexed,bytes32)', 1, batch, id('hash')),
  ])

/** By parent block after the rollup's last. */
const PLAN: Readonly<Record<number, readonly PlannedTransaction[]>> = {
  // Before Etrog one contract was all.
  1: [sent(MANAGER, [encodeEvent(MANAGER, 'SequenceBatches(uint64 indexed)', 2)], '0x5e9145c9')],
  2: [
    sent(MANAGER, [
      encodeEvent(MANAGER, 'VerifyBatchesTrustedAggregator(uint64 indexed,bytes32,address indexed)', 2, id('state'), SEQUENCER),
    ]),
  ],
  // Since Etrog: two sequences in one parent block; another rollup's events in between.
  3: [sequence(3), sequence(5), sent(MANAGER, [managed(2, 500)])],
  4: [verify(900, 2), verify(5)],
  // Proven by anyone, consolidated later; the data are a committee's.
  5: [sequence(7, '0xdb5b0ed7')],
  6: [pend(7)],
  7: [consolidate(7)],
  // Rolled back, and sequenced again with fewer batches.
  8: [sequence(10)],
  9: [rollback(7)],
  10: [sequence(8)],
  11: [pend(8)],
  12: [sequence(9)],
}

interface World extends ParentWorld {
  /** A batch by its number, asked of the parent alone. */
  batch(number: number): Promise<BatchSettlement>
}

function world(blocks = 14, isGone = (_after: number): boolean => false, plan = PLAN): World {
  const rollup = simulateRollup()
  const contracts = {
    rollup: [{ address: ROLLUP, chain: 'simulated_ethereum', fromBlock: PARENT_START }],
    rollupManager: [{ address: MANAGER, chain: 'simulated_ethereum', fromBlock: PARENT_START, rollupId: 1 }],
  }
  let read: ReadBatchSettlement | undefined
  const made = createParentWorld({
    rollup,
    contracts,
    parentBlocks: AFTER + blocks - PARENT_START,
    planned: (parentBlock, branch) => (branch > 0 && isGone(parentBlock - AFTER) ? [] : (plan[parentBlock - AFTER] ?? [])),
    source(network, options) {
      read = polygonZkevmBatchSettlement(network as L2Network<'polygon-zkevm'>, options)
      return polygonZkevmSource(network as L2Network<'polygon-zkevm'>, options)
    },
  })
  return { ...made, batch: (number) => made.runtime.runUntil(read?.(number) ?? Promise.reject()) }
}

/** A step, for the blocks of which batches. */
interface Place {
  readonly at: number
  readonly index?: number
  readonly first: number
  readonly last: number
}
const covers = ({ first, last }: Place): NonNullable<Evidence['covers']> => ({
  from: FIRST + (first - 1) * 5,
  to: FIRST + last * 5 - 1,
  exact: true,
})

interface Expected {
  readonly data: Place & { readonly in?: string }
  readonly proven?: Place
  readonly settled?: Place
}

const EXPECTED: readonly Expected[] = [
  { data: { at: 1, first: 1, last: 2 }, proven: { at: 2, first: 1, last: 2 }, settled: { at: 2, first: 1, last: 2 } },
  {
    data: { at: 3, first: 3, last: 3 },
    proven: { at: 4, index: 1, first: 3, last: 5 },
    settled: { at: 4, index: 1, first: 3, last: 5 },
  },
  {
    data: { at: 3, index: 1, first: 4, last: 5 },
    proven: { at: 4, index: 1, first: 3, last: 5 },
    settled: { at: 4, index: 1, first: 3, last: 5 },
  },
  { data: { at: 5, first: 6, last: 7, in: 'dac' }, proven: { at: 6, first: 6, last: 7 }, settled: { at: 7, first: 6, last: 7 } },
  { data: { at: 10, first: 8, last: 8 }, proven: { at: 11, first: 8, last: 8 } },
  { data: { at: 12, first: 9, last: 9 } },
]

function expected(of: ParentWorld, number: number): Settlement {
  const known = { block: { number, hash: of.block(number).hash }, network: 'simulated_polygon_zkevm' }
  const waiting = { nextExpectedMs: expect.any(Number) as unknown as number }
  const batch = batchOf(number)
  const found = EXPECTED.find(({ data }) => data.first <= batch && batch <= data.last)
  if (!found) return { ...known, ...waiting, state: { stage: 'sequenced' } }
  const { data, proven, settled } = found
  const evidence = (place: Place, kind: Evidence['kind'], purpose?: 'data' | 'proof' | 'execute', where?: string): Evidence =>
    of.evidenceIn(
      AFTER + place.at,
      { kind, covers: covers(place), ...(where !== undefined && { dataAvailability: where }) },
      { index: place.index ?? 0, ...(purpose && { purpose }) },
    )
  const posted = [evidence(data, 'batch', 'data', data.in ?? 'ethereum-calldata')]
  if (settled && proven) {
    // A trusted aggregator's one transaction does both, for one purpose.
    const inOne = settled.at === proven.at
    return {
      ...known,
      state: {
        stage: 'settled',
        posted,
        proven: evidence(proven, 'validity-proof', 'proof'),
        settled: evidence(settled, 'settlement', inOne ? 'proof' : 'execute'),
      },
    }
  }
  if (proven)
    return { ...known, ...waiting, state: { stage: 'proven', posted, proven: evidence(proven, 'validity-proof', 'proof') } }
  return { ...known, ...waiting, state: { stage: 'posted', posted } }
}

describe('settlement of Polygon zkEVM and CDK chains', () => {
  it('tells the exact evidence of every block: before and since Etrog, pending proofs, rollbacks, other rollups of the manager', async () => {
    const here = world()
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expected(here, number))
    }
    await here.close()
  })

  it('answers in any order as it does in order', async () => {
    const here = world()
    for (const number of [3_044, 3_031, 3_011, 3_021, 3_000, 3_039]) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expected(here, number))
    }
    await here.close()
  })

  it('takes back what is rolled back, and what stood in parent blocks that are gone', async () => {
    const here = world(9, (after) => after >= 4)
    expect((await here.settlementOf(3_046)).state.stage).toBe('posted')
    await here.mine(1)
    expect((await here.settlementOf(3_046)).state.stage).toBe('sequenced')
    expect((await here.settlementOf(3_021)).state.stage).toBe('settled')
    await here.reorg(6)
    expect((await here.settlementOf(3_021)).state.stage).toBe('posted')
    await here.close()
  })
})

describe('a state root that was verified', () => {
  it('is that of the last block of its batch, or the endpoint is on another chain', async () => {
    const lie = id('another state')
    const here = world(6, undefined, { ...PLAN, 4: [verify(5, 1, lie)] })
    for (const number of [3_010, 3_024]) {
      await expect(here.settlementOf(number)).rejects.toMatchObject({
        code: 'CONTRADICTION',
        block: { number: 3_024, hash: here.block(3_024).hash },
        anchored: lie,
        computed: rootOf(5),
        message: expect.stringContaining('the state root after batch 5'),
      })
    }
    expect((await here.settlementOf(3_009)).state.stage).toBe('settled')
    await here.close()
  })

  it('is not held against an endpoint that has not all of the batch', async () => {
    // Batch 12 is the last one, of which the endpoint may have a part.
    const here = world(6, undefined, { 3: [sequence(12)], 4: [verify(12, 1, id('another state'))] })
    expect((await here.settlementOf(3_058)).state.stage).toBe('settled')
    await here.close()
  })
})

describe('batches of a chain that was shut down', () => {
  it('have their steps by the parent alone, and a state root where a verification ends with them', async () => {
    const here = world()
    const { number, hash } = here.parent.chain.head
    for (let batch = 1; batch <= 9; batch += 1) {
      const { data, proven, settled } = EXPECTED.find((each) => each.data.first <= batch && batch <= each.data.last) as Expected
      const evidence = (
        { at, index = 0 }: Place,
        kind: Evidence['kind'],
        purpose: 'data' | 'proof' | 'execute',
        where?: string,
      ) => here.evidenceIn(AFTER + at, { kind, ...(where && { dataAvailability: where }) }, { index, purpose })
      const inOne = settled && settled.at === proven?.at
      expect(await here.batch(batch), `batch ${batch}`).toEqual({
        network: 'simulated_polygon_zkevm',
        batch,
        asOf: { number, hash },
        // What was verified before Etrog is not compared with headers, and not given.
        ...((batch === 5 || batch === 7) && { stateRoot: rootOf(batch) }),
        state: {
          stage: settled ? 'settled' : proven ? 'proven' : 'posted',
          posted: [evidence(data, 'batch', 'data', data.in ?? 'ethereum-calldata')],
          ...(proven && { proven: evidence(proven, 'validity-proof', 'proof') }),
          ...(settled && { settled: evidence(settled, 'settlement', inOne ? 'proof' : 'execute') }),
        },
      })
    }
    await expect(here.batch(10)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await here.close()
  })
})
