import type { L2Network, Settlement } from '@defimon/core'
import { type PlannedTransaction, type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { immutableSource } from '../../src/immutable/index.ts'
import { loopringSource } from '../../src/loopring/index.ts'
import { zksyncLiteSource } from '../../src/zksync/lite/index.ts'
import {
  createParentWorld,
  encodeCall,
  encodeEvent,
  PARENT_START,
  type ParentWorld,
  parentBlockOf,
  ROLLUP_START_MS,
} from './parent-world.ts'

const CONTRACT = '0x1111111111111111111111111111111111111111'
const OPERATOR = '0x2222222222222222222222222222222222222222'
const FIRST = 300
const BLOCKS = 20
const AFTER = parentBlockOf(ROLLUP_START_MS + BLOCKS * 2_000)
const AT = [{ address: CONTRACT, chain: 'simulated_ethereum', fromBlock: PARENT_START }]
const span = (from: number, to: number) => ({ from, to, exact: true })
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

function rest<S extends 'zksync-lite' | 'loopring'>(stack: S): SimulatedNetwork<S> {
  return simulateNetwork({
    stack,
    startBlock: FIRST,
    blocks: BLOCKS,
    transactionsPerBlock: 1,
    startMs: ROLLUP_START_MS,
    blockTimeMs: 2_000,
  } as never) as SimulatedNetwork<S>
}

type Plan = Readonly<Record<number, readonly PlannedTransaction[]>>

describe('settlement of zkSync Lite', () => {
  const STORED = '(uint32,uint64,bytes32,uint256,bytes32,bytes32)'
  const commit = (from: number, to: number): PlannedTransaction => ({
    from: OPERATOR,
    to: CONTRACT,
    input: '0x45269298',
    logs: numbers(from, to).map((number) => encodeEvent(CONTRACT, 'BlockCommit(uint32 indexed)', number)),
  })
  const execute = (rootOf: (number: number) => string, from: number, to: number): PlannedTransaction => ({
    from: OPERATOR,
    to: CONTRACT,
    input: encodeCall(
      `executeBlocks((${STORED},bytes[])[])`,
      numbers(from, to).map((number) => [[number, 1, id('pending'), 1, rootOf(number), id('commitment')], []]),
    ),
    logs: numbers(from, to).map((number) => encodeEvent(CONTRACT, 'BlockVerification(uint32 indexed)', number)),
  })
  const revert = (executed: number, committed: number): PlannedTransaction => ({
    from: OPERATOR,
    to: CONTRACT,
    logs: [encodeEvent(CONTRACT, 'BlocksRevert(uint32,uint32)', executed, committed)],
  })
  const world = (blocks = 12, rootOf?: (number: number) => string): ParentWorld => {
    const rollup = rest('zksync-lite')
    const roots = rootOf ?? ((number: number) => rollup.chain.block(number)?.hash ?? '')
    const plan: Plan = {
      1: [commit(300, 303), commit(304, 305)],
      2: [commit(306, 309)],
      3: [execute(roots, 300, 304)],
      // What was committed above 305 is taken back, and comes again in other calls.
      4: [revert(304, 305)],
      5: [commit(306, 307)],
      6: [execute(roots, 305, 305)],
      7: [commit(308, 312)],
      8: [execute(roots, 306, 309)],
    }
    return createParentWorld({
      rollup,
      contracts: { rollup: AT },
      parentBlocks: AFTER + blocks - PARENT_START,
      planned: (parentBlock, branch) => (branch > 0 && parentBlock >= AFTER + 8 ? [] : (plan[parentBlock - AFTER] ?? [])),
      source: (network, options) => zksyncLiteSource(network as L2Network<'zksync-lite'>, options),
    })
  }

  const EXPECTED = [
    { of: [300, 303], commit: { at: 1 }, execute: { at: 3, from: 300, to: 304 } },
    { of: [304, 304], commit: { at: 1, index: 1, from: 304, to: 305 }, execute: { at: 3, from: 300, to: 304 } },
    { of: [305, 305], commit: { at: 1, index: 1, from: 304, to: 305 }, execute: { at: 6, from: 305, to: 305 } },
    { of: [306, 307], commit: { at: 5 }, execute: { at: 8, from: 306, to: 309 } },
    { of: [308, 309], commit: { at: 7, from: 308, to: 312 }, execute: { at: 8, from: 306, to: 309 } },
    { of: [310, 312], commit: { at: 7, from: 308, to: 312 } },
  ] as const

  const expected = (here: ParentWorld, number: number): Settlement => {
    const block = { number, hash: here.block(number).hash }
    const known = { block, network: 'simulated_zksync_lite' }
    const waiting = { nextExpectedMs: expect.any(Number) as unknown as number }
    const found = EXPECTED.find(({ of: [from, to] }) => from <= number && number <= to)
    if (!found) return { ...known, ...waiting, state: { stage: 'sequenced' } }
    const {
      at,
      index = 0,
      from = found.of[0],
      to = found.of[1],
    } = found.commit as { at: number; index?: number; from?: number; to?: number }
    const data = { kind: 'batch', covers: span(from, to), dataAvailability: 'ethereum-calldata' } as const
    const posted = [here.evidenceIn(AFTER + at, data, { index, purpose: 'data' })]
    if (!('execute' in found)) return { ...known, ...waiting, state: { stage: 'posted', posted } }
    const { execute: done } = found
    const parts = { kind: 'settlement', covers: span(done.from, done.to), anchor: block } as const
    return {
      ...known,
      state: { stage: 'settled', posted, settled: here.evidenceIn(AFTER + done.at, parts, { purpose: 'execute' }) },
    }
  }

  it('tells the exact evidence of every block: several a call, committed again after a revert', async () => {
    const here = world()
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expected(here, number))
    }
    for (const number of [311, 304, 309, 300]) expect(await here.settlementOf(number)).toEqual(expected(here, number))
    await here.close()
  })

  it('takes an execution back with the parent block that held it', async () => {
    const here = world(10)
    expect((await here.settlementOf(307)).state.stage).toBe('settled')
    await here.reorg(3)
    expect((await here.settlementOf(307)).state.stage).toBe('posted')
    await here.close()
  })

  it('finds out an API whose root is not the one that was executed', async () => {
    const here = world(12, () => id('another root'))
    await expect(here.settlementOf(302)).rejects.toMatchObject({ code: 'CONTRADICTION' })
    await here.close()
  })
})

describe('settlement of Loopring', () => {
  const submit = (rootOf: (number: number) => string, from: number, to: number): PlannedTransaction => ({
    from: OPERATOR,
    to: OPERATOR,
    input: '0xdcb2aa31',
    logs: numbers(from, to).map((number) =>
      encodeEvent(CONTRACT, 'BlockSubmitted(uint256 indexed,bytes32,bytes32)', number, rootOf(number), id('data')),
    ),
  })
  const world = (rootOf?: (number: number) => string): ParentWorld => {
    const rollup = rest('loopring')
    const roots = rootOf ?? ((number: number) => rollup.chain.block(number)?.hash ?? '')
    const plan: Plan = { 1: [submit(roots, 300, 306), submit(roots, 307, 307)], 3: [submit(roots, 308, 315)] }
    return createParentWorld({
      rollup,
      contracts: { exchange: AT },
      parentBlocks: AFTER + 8 - PARENT_START,
      planned: (parentBlock) => plan[parentBlock - AFTER] ?? [],
      source: (network, options) => loopringSource(network as L2Network<'loopring'>, options),
    })
  }

  it('tells the exact evidence of every block: several a transaction, two transactions a parent block', async () => {
    const here = world()
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      const block = { number, hash: here.block(number).hash }
      const [at, index, from, to] = number <= 306 ? [1, 0, 300, 306] : number === 307 ? [1, 1, 307, 307] : [3, 0, 308, 315]
      const data = { kind: 'batch', covers: span(from, to), dataAvailability: 'ethereum-calldata' } as const
      const parts = { kind: 'settlement', covers: span(from, to), anchor: block } as const
      const state =
        number > 315
          ? { stage: 'sequenced' }
          : {
              stage: 'settled',
              posted: [here.evidenceIn(AFTER + at, data, { index, purpose: 'execute' })],
              settled: here.evidenceIn(AFTER + at, parts, { index, purpose: 'execute' }),
            }
      expect(await here.settlementOf(number), `block ${number}`).toEqual({ block, network: 'simulated_loopring', state })
    }
    await here.close()
  })

  it('finds out an API whose root is not the one that was proven', async () => {
    const here = world(() => id('another root'))
    await expect(here.settlementOf(302)).rejects.toMatchObject({ code: 'CONTRADICTION' })
    await here.close()
  })
})

describe('settlement of a StarkEx exchange', () => {
  it('tells each state update by the transaction that logged it, in both forms of the event', async () => {
    const update = (number: number): PlannedTransaction => ({
      from: OPERATOR,
      to: CONTRACT,
      input: '0x538f9406',
      logs: [
        encodeEvent(CONTRACT, 'LogStateTransitionFact(bytes32)', id(`fact ${number}`)),
        number % 2 === 0
          ? encodeEvent(CONTRACT, 'LogRootUpdate(uint256,uint256,uint256,uint256)', number, number + 1_000, 1, 2)
          : encodeEvent(CONTRACT, 'LogRootUpdate(uint256,uint256,uint256,uint256,uint256)', number, number + 1_000, 1, 2, 3),
      ],
    })
    const here = createParentWorld({
      // Nothing of it is asked: StarkEx has no node.
      rollup: rest('loopring') as never as SimulatedNetwork<'starkex'>,
      contracts: { exchange: AT },
      parentBlocks: AFTER + 8 - PARENT_START,
      planned: (parentBlock) => (AFTER <= parentBlock && parentBlock < AFTER + 3 ? [update(parentBlock - AFTER + 1)] : []),
      source: (network, options) =>
        immutableSource(
          { ...network, id: 'exchange', stack: 'starkex', dataAvailability: 'dac' } as L2Network<'starkex'>,
          options,
        ),
    })
    for (const number of [1, 2, 3]) {
      const block = { number, hash: id(`fact ${number}`) }
      const at = AFTER + number - 1
      expect(await here.settlementOf(block)).toEqual({
        block,
        network: 'exchange',
        state: {
          stage: 'settled',
          posted: [
            here.evidenceIn(at, { kind: 'batch', covers: span(number, number), dataAvailability: 'dac' }, { purpose: 'execute' }),
          ],
          settled: here.evidenceIn(
            at,
            { kind: 'settlement', covers: span(number, number), anchor: block },
            { purpose: 'execute' },
          ),
        },
      })
    }
    await expect(here.settlementOf({ number: 2, hash: id('another fact') })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await here.close()
  })
})
