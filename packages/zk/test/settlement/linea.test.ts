import type { L2Network, Settlement } from '@defimon/core'
import { costOf } from '@defimon/core/economics'
import { type PlannedTransaction, simulateNetwork } from '@defimon/core/testing'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { lineaSource } from '../../src/linea/index.ts'
import { createParentWorld, encodeEvent, PARENT_START, type ParentWorld, parentBlockOf, ROLLUP_START_MS } from './parent-world.ts'

const ROLLUP = '0xd19d4b5d358258f05d7b411e21a1460d11b0876f'
const OPERATOR = '0x9228624c3185fcbcf24c1c9db76d8bef5f5dad64'
const FIRST = 1_000
const BLOCKS = 60
const AFTER = parentBlockOf(ROLLUP_START_MS + BLOCKS * 2_000)
const root = (name: string | number): string => id(`root ${name}`)
const shnarf = (name: string | number): string => id(`shnarf ${name}`)
const blobs = (count: number): string[] => Array.from({ length: count }, (_, index) => `0x01${String(index).padStart(62, '0')}`)
const sent = (log: ReturnType<typeof encodeEvent>, more: Partial<PlannedTransaction> = {}): PlannedTransaction => ({
  from: OPERATOR,
  to: ROLLUP,
  logs: [log],
  ...more,
})
const finalizedV3 = (from: number, to: number, name: number): ReturnType<typeof encodeEvent> =>
  encodeEvent(
    ROLLUP,
    'DataFinalizedV3(uint256 indexed,uint256 indexed,bytes32 indexed,bytes32,bytes32)',
    from,
    to,
    shnarf(name),
    root(from),
    root(to),
  )
const submittedV3 = (parent: number, name: number): ReturnType<typeof encodeEvent> =>
  encodeEvent(ROLLUP, 'DataSubmittedV3(bytes32,bytes32 indexed,bytes32)', shnarf(parent), shnarf(name), root(name))
const submittedV2 = (from: number, to: number): ReturnType<typeof encodeEvent> =>
  encodeEvent(ROLLUP, 'DataSubmittedV2(bytes32 indexed,uint256 indexed,uint256 indexed)', shnarf(to), from, to)
const finalizedV2 = (to: number): ReturnType<typeof encodeEvent> =>
  encodeEvent(ROLLUP, 'DataFinalized(uint256 indexed,bytes32 indexed,bytes32 indexed,bool)', to, root(1), root(to), true)

/** By parent block after the rollup's last: three generations of the contract behind one address. */
const PLAN: Readonly<Record<number, readonly PlannedTransaction[]>> = {
  // ZkEvmV2: data and proof in one call.
  1: [
    sent(encodeEvent(ROLLUP, 'BlocksVerificationDone(uint256 indexed,bytes32,bytes32)', 1_009, root(0), root(1_009)), {
      input: `0x4165d6dd${'00'.repeat(64)}`,
    }),
  ],
  // V5: two submissions in one parent block, one in a blob and one in calldata; then final together.
  2: [
    sent(submittedV2(1_010, 1_014), { blobVersionedHashes: blobs(1) }),
    sent(submittedV2(1_015, 1_019), { input: '0xd05d9c3d' }),
  ],
  3: [sent(finalizedV2(1_019))],
  4: [sent(submittedV2(1_020, 1_029), { blobVersionedHashes: blobs(2) })],
  5: [sent(finalizedV2(1_029))],
  // V6: the first data follow nothing that is known; then three submissions for one finalization.
  6: [sent(submittedV3(90, 91), { blobVersionedHashes: blobs(6) })],
  7: [sent(finalizedV3(1_030, 1_039, 91))],
  8: [sent(submittedV3(91, 92), { blobVersionedHashes: blobs(3) }), sent(submittedV3(92, 93), { input: '0x6854f6bc' })],
  9: [sent(submittedV3(93, 94), { blobVersionedHashes: blobs(1) })],
  10: [sent(finalizedV3(1_040, 1_049, 94))],
  11: [sent(submittedV3(94, 95), { blobVersionedHashes: blobs(1) })],
}

function world(parentBlocks = AFTER + 14 - PARENT_START, planned = PLAN, isGone = (_: number): boolean => false): ParentWorld {
  const rollup = simulateNetwork({
    stack: 'linea',
    startBlock: FIRST,
    blocks: BLOCKS,
    transactionsPerBlock: 0,
    startMs: ROLLUP_START_MS,
    blockTimeMs: 2_000,
  })
  return createParentWorld({
    rollup,
    contracts: { rollup: [{ address: ROLLUP, chain: 'simulated_ethereum', fromBlock: PARENT_START }] },
    parentBlocks,
    planned: (parentBlock, branch) => (branch > 0 && isGone(parentBlock - AFTER) ? [] : (planned[parentBlock - AFTER] ?? [])),
    source: (network, options) => lineaSource(network as L2Network<'linea'>, options),
  })
}

interface Expected {
  readonly from: number
  readonly to: number
  readonly at: number
  readonly data: readonly {
    readonly at: number
    readonly index?: number
    readonly in: 'blobs' | 'calldata'
    readonly from: number
    readonly to: number
    readonly exact?: false
  }[]
  readonly isOneCall?: true
}

const EXPECTED: readonly Expected[] = [
  { from: 1, to: 1_009, at: 1, isOneCall: true, data: [{ at: 1, in: 'calldata', from: 1, to: 1_009 }] },
  { from: 1_010, to: 1_019, at: 3, data: [{ at: 2, in: 'blobs', from: 1_010, to: 1_014 }] },
  { from: 1_010, to: 1_019, at: 3, data: [{ at: 2, index: 1, in: 'calldata', from: 1_015, to: 1_019 }] },
  { from: 1_020, to: 1_029, at: 5, data: [{ at: 4, in: 'blobs', from: 1_020, to: 1_029 }] },
  { from: 1_030, to: 1_039, at: 7, data: [{ at: 6, in: 'blobs', from: 1_030, to: 1_039 }] },
  {
    from: 1_040,
    to: 1_049,
    at: 10,
    data: [
      { at: 8, in: 'blobs', from: 1_040, to: 1_049, exact: false },
      { at: 8, index: 1, in: 'calldata', from: 1_040, to: 1_049, exact: false },
      { at: 9, in: 'blobs', from: 1_040, to: 1_049, exact: false },
    ],
  },
]

function expected(of: ParentWorld, number: number): Settlement {
  const block = { number, hash: of.block(number).hash }
  const found = EXPECTED.find(({ to, data }) => number <= to && data.some((each) => each.from <= number && number <= each.to))
  if (!found)
    return {
      block,
      network: 'simulated_linea',
      nextExpectedMs: expect.any(Number) as unknown as number,
      state: { stage: 'sequenced' },
    }
  const covers = { from: found.from, to: found.to, exact: true }
  const at = AFTER + found.at
  return {
    block,
    network: 'simulated_linea',
    state: {
      stage: 'settled',
      posted: found.data.map(({ at: dataAt, index = 0, in: where, from, to, exact = true }) =>
        of.evidenceIn(
          AFTER + dataAt,
          { kind: 'batch', covers: { from, to, exact }, dataAvailability: `ethereum-${where}` },
          // The one call of the first generation was paid for one purpose.
          { index, purpose: found.isOneCall ? 'proof' : 'data' },
        ),
      ),
      proven: of.evidenceIn(at, { kind: 'validity-proof', covers }, { purpose: 'proof' }),
      settled: of.evidenceIn(at, { kind: 'settlement', covers }, { purpose: 'proof' }),
    },
  }
}

describe('settlement of Linea', () => {
  it('tells the exact evidence of every block through three generations of the contract', async () => {
    const here = world()
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expected(here, number))
    }
    await here.close()
  })

  it('is paid for once, however many blocks and steps a transaction is evidence of', async () => {
    const here = world()
    const settlements: Settlement[] = []
    for (let number = FIRST; number < 1_050; number += 1) settlements.push(await here.settlementOf(number))
    const { lines, unpriced } = costOf(settlements)
    expect(unpriced).toEqual([])
    expect(Object.fromEntries(lines.map(({ purpose, transactions }) => [purpose, transactions]))).toEqual({ proof: 5, data: 7 })
    await here.close()
  })

  it('answers the last block first', async () => {
    const here = world()
    for (const number of [1_049, 1_029, 1_012, 1_000, 1_035])
      expect(await here.settlementOf(number)).toEqual(expected(here, number))
    await here.close()
  })

  it('says posted where data name their blocks and nothing is final yet', async () => {
    const here = world(AFTER + 5 - PARENT_START)
    const { state, nextExpectedMs } = await here.settlementOf(1_025)
    expect(state).toEqual({
      stage: 'posted',
      posted: [
        here.evidenceIn(
          AFTER + 4,
          { kind: 'batch', covers: { from: 1_020, to: 1_029, exact: true }, dataAvailability: 'ethereum-blobs' },
          { purpose: 'data' },
        ),
      ],
    })
    // Two parent blocks between the finalizations before, and one has passed.
    expect(nextExpectedMs).toBe(12_000)
    await here.close()
  })

  it('takes a finalization back with the block that held it, and follows it where it comes again', async () => {
    const here = world(AFTER + 12 - PARENT_START, PLAN, (after) => after >= 10)
    expect((await here.settlementOf(1_045)).state.stage).toBe('settled')
    await here.reorg(3)
    expect((await here.settlementOf(1_045)).state.stage).toBe('sequenced')
    expect((await here.settlementOf(1_035)).state.stage).toBe('settled')
    await here.close()
  })
})
