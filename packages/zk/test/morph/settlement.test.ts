import type { BlockSource, Evidence, L2Network, Settlement, SettlementState } from '@defimon/core'
import { type PlannedTransaction, type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { type MorphNetwork, morphSource } from '@defimon/zk/morph'
import { AbiCoder, id } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  createParentWorld,
  encodeEvent,
  PARENT_START,
  type ParentWorld,
  parentBlockOf,
  ROLLUP_START_MS,
} from '../settlement/parent-world.ts'

const ROLLUP = '0x759894ced0e6af42c26668076ffa84d02e3cef60'
const SUBMITTER = '0x34e387b37d3adeaa6d5b92ce30de3af3dca39796'
const FIRST = 5_000
const BLOCKS = 60
const AFTER = parentBlockOf(ROLLUP_START_MS + BLOCKS * 2_000)

const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, '0')
const ROOTS = 'bytes32,bytes32,bytes32'
const SIGNED = '(uint256,bytes,bytes)'
const signature = [1, '0x01', '0x02']
const roots = [id('before'), id('after'), id('exits')]

/** The header of a batch: version 0 ends before its last block, version 1 with it. */
const header = (version: number, index: number, last: number): string =>
  `0x${hex(version, 1)}${hex(index, 8)}${'00'.repeat(240)}${version === 0 ? '' : hex(last, 8)}`
/** Blocks as the first versions have them in the call: how many, and 60 bytes for each. */
const contexts = (from: number, to: number): string => {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return `0x${hex(numbers.length, 2)}${numbers.map((number) => hex(number, 8) + 'ab'.repeat(52)).join('')}`
}

function call(name: string, types: readonly string[], values: readonly unknown[]): string {
  return id(`${name}(${types.join(',')})`).slice(0, 10) + AbiCoder.defaultAbiCoder().encode(types, values).slice(2)
}

const LAST = `(uint8,bytes,uint64,uint16,${ROOTS})`
const lastBlock = (
  version: number,
  index: number,
  parentVersion: number,
  parentLast: number,
  last: number,
): readonly unknown[] => [version, header(parentVersion, index - 1, parentLast), last, 0, ...roots]
const log = (name: string, ...values: readonly unknown[]) => encodeEvent(ROLLUP, name, ...values)
const committed = (index: number) => log('CommitBatch(uint256 indexed,bytes32 indexed)', index, id(`batch ${index}`))
const finalized = (index: number) =>
  log('FinalizeBatch(uint256 indexed,bytes32 indexed,bytes32,bytes32)', index, id(`batch ${index}`), id('after'), id('exits'))
const sent = (input: string, logs: PlannedTransaction['logs'], isBlob = false): PlannedTransaction => ({
  from: SUBMITTER,
  to: ROLLUP,
  input,
  logs: logs ?? [],
  ...(isBlob && { blobVersionedHashes: [`0x01${'ab'.repeat(31)}`] }),
})
const finalize = (...indexes: number[]): PlannedTransaction =>
  sent(call('finalizeBatch', ['bytes'], ['0x00']), indexes.map(finalized))
const revert = (...indexes: number[]): PlannedTransaction =>
  sent(
    call('revertBatch', ['bytes', 'uint256'], ['0x00', indexes.length]),
    indexes.map((index) => log('RevertBatch(uint256 indexed,bytes32 indexed)', index, id(`batch ${index}`))),
  )
const resolve = (index: number, result: string): PlannedTransaction => {
  const { topics, ...rest } = log('ChallengeRes(uint256 indexed,address indexed,bytes32 indexed)', index, SUBMITTER, id(result))
  return sent('0x', [{ ...rest, topics: [id('ChallengeRes(uint256,address,string)'), ...topics.slice(1)] }])
}

/** By parent block after the rollup's last. */
const PLAN: Readonly<Record<number, readonly PlannedTransaction[]>> = {
  // The first forms: all blocks in the call, with a bitmap of messages and without.
  1: [
    sent(
      call(
        'commitBatch',
        [`(uint8,bytes,bytes,bytes,${ROOTS})`, SIGNED],
        [[0, header(0, 9, 0), contexts(5_000, 5_004), '0x', ...roots], signature],
      ),
      [committed(10)],
      true,
    ),
    sent(
      call(
        'commitBatch',
        [`(uint8,bytes,bytes,${ROOTS})`, SIGNED],
        [[0, header(0, 10, 0), contexts(5_005, 5_009), ...roots], signature],
      ),
      [committed(11)],
      true,
    ),
  ],
  // Since version 1 the last block; the batch before is of version 0 and does not name its own.
  2: [sent(call('commitBatch', [LAST, SIGNED], [lastBlock(1, 12, 0, 0, 5_019), signature]), [committed(12)], true)],
  3: [sent(call('commitBatch', [LAST, SIGNED], [lastBlock(1, 13, 1, 5_019, 5_024), signature]), [committed(13)], true)],
  4: [finalize(10), finalize(11, 12)],
  // Challenged, and proven. The one after it lost its challenge, and is gone.
  5: [
    sent(call('commitBatch', [LAST], [lastBlock(2, 14, 1, 5_024, 5_029)]), [committed(14)], true),
    sent(call('commitBatch', [LAST], [lastBlock(2, 15, 2, 5_029, 5_044)]), [committed(15)], true),
  ],
  6: [resolve(14, 'Proof success'), resolve(15, 'Timeout')],
  7: [revert(15)],
  // Its data were posted; another state is claimed for some of them.
  8: [sent(call('commitState', [LAST], [lastBlock(2, 15, 2, 5_029, 5_034)]), [committed(15)])],
  9: [finalize(13)],
  // By anyone, with a proof, final at once.
  10: [
    sent(
      call('commitBatchWithProof', [LAST, 'bytes', 'bytes'], [lastBlock(2, 16, 2, 5_034, 5_039), '0x01', '0x02']),
      [committed(16), finalized(16)],
      true,
    ),
  ],
  // Through a contract of somebody's: what it holds is not known.
  11: [sent('0xdeadbeef', [committed(17)], true)],
  12: [sent(call('commitBatch', [LAST], [lastBlock(2, 18, 2, 5_044, 5_049)]), [committed(18)], true)],
}

interface Step {
  readonly at: number
  readonly index?: number
  readonly purpose: 'data' | 'claim' | 'proof' | 'execute'
}

interface Expected {
  readonly from: number
  readonly to: number
  readonly commit: Step
  readonly hasData?: false
  readonly proof?: Step
  readonly final?: Step
}

const EXPECTED: readonly Expected[] = [
  { from: 5_000, to: 5_004, commit: { at: 1, purpose: 'data' }, final: { at: 4, purpose: 'execute' } },
  { from: 5_005, to: 5_009, commit: { at: 1, index: 1, purpose: 'data' }, final: { at: 4, index: 1, purpose: 'execute' } },
  { from: 5_010, to: 5_019, commit: { at: 2, purpose: 'data' }, final: { at: 4, index: 1, purpose: 'execute' } },
  { from: 5_020, to: 5_024, commit: { at: 3, purpose: 'data' }, final: { at: 9, purpose: 'execute' } },
  { from: 5_025, to: 5_029, commit: { at: 5, purpose: 'data' }, proof: { at: 6, purpose: 'proof' } },
  { from: 5_030, to: 5_034, commit: { at: 8, purpose: 'claim' }, hasData: false },
  {
    from: 5_035,
    to: 5_039,
    commit: { at: 10, purpose: 'execute' },
    proof: { at: 10, purpose: 'execute' },
    final: { at: 10, purpose: 'execute' },
  },
  { from: 5_045, to: 5_049, commit: { at: 12, purpose: 'data' } },
]

function world(blocks = 14, isGone = (_after: number): boolean => false): ParentWorld {
  const rollup: SimulatedNetwork<'evm'> = simulateNetwork({
    stack: 'evm',
    network: { id: 'simulated_morph' },
    startBlock: FIRST,
    blocks: BLOCKS,
    transactionsPerBlock: 0,
    startMs: ROLLUP_START_MS,
    blockTimeMs: 2_000,
    mining: 'manual',
  })
  return createParentWorld<'evm'>({
    rollup,
    contracts: { rollup: [{ address: ROLLUP, chain: 'simulated_ethereum', fromBlock: PARENT_START }] } as never,
    parentBlocks: AFTER + blocks - PARENT_START,
    planned: (parentBlock, branch) => (branch > 0 && isGone(parentBlock - AFTER) ? [] : (PLAN[parentBlock - AFTER] ?? [])),
    source: (network, options): BlockSource => morphSource(network as L2Network<'evm'> as MorphNetwork, options),
  })
}

function expected(of: ParentWorld, number: number): SettlementState {
  const found = EXPECTED.find(({ from, to }) => from <= number && number <= to)
  if (!found) return { stage: 'sequenced' }
  const { from, to, commit, proof, final, hasData = true } = found
  const evidence = ({ at, index = 0, purpose }: Step, kind: Evidence['kind'], dataAvailability?: string): Evidence =>
    of.evidenceIn(
      AFTER + at,
      { kind, covers: { from, to, exact: true }, ...(dataAvailability && { dataAvailability }) },
      { index, purpose },
    )
  const before = {
    ...(hasData && { posted: [evidence(commit, 'batch', 'ethereum-blobs')] }),
    claimed: evidence(commit, 'state-claim'),
  }
  const proven = proof && evidence(proof, 'validity-proof')
  if (final) return { stage: 'settled', ...before, ...(proven && { proven }), settled: evidence(final, 'settlement') }
  return proven ? { stage: 'proven', ...before, proven } : { stage: 'claimed', ...before }
}

const stateOf = async (settlement: Promise<Settlement>): Promise<SettlementState> => (await settlement).state

describe('settlement of Morph, its parent encoded by ethers', () => {
  it('tells the exact evidence of every block: every form of a commit, proofs, reverts, what nobody knows', async () => {
    const here = world()
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      expect(await stateOf(here.settlementOf(number)), `block ${number}`).toEqual(expected(here, number))
    }
    await here.close()
  })

  it('answers in any order as it does in order', async () => {
    const here = world()
    for (const number of [5_047, 5_012, 5_040, 5_031, 5_000, 5_026]) {
      expect(await stateOf(here.settlementOf(number)), `block ${number}`).toEqual(expected(here, number))
    }
    await here.close()
  })

  it('takes back what is reverted, and what stood in parent blocks that are gone', async () => {
    const here = world(7, (after) => after === 4)
    expect((await here.settlementOf(5_032)).state.stage).toBe('claimed')
    await here.mine(1)
    expect((await here.settlementOf(5_032)).state.stage).toBe('sequenced')
    expect((await here.settlementOf(5_007)).state.stage).toBe('settled')
    await here.reorg(5)
    expect((await here.settlementOf(5_007)).state.stage).toBe('claimed')
    await here.close()
  })
})
