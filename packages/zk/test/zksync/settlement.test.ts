import {
  type BlockSource,
  type Evidence,
  type L2Network,
  type Settlement,
  type SettlementState,
  evidenceOf as stepsOf,
} from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import { RpcFailure, type SimulatedNetwork, simulateNetwork, type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { type EvmRaw, evmSource } from '@defimon/evm'
import { zksyncSource } from '@defimon/zk/zksync'
import { id } from 'ethers'
import { afterEach, describe, expect, it } from 'vitest'
import { createZksyncSettlement } from '../../src/zksync/settlement/zksync-settlement.ts'
import { encodeCall, evidenceOf, type Happening, type ParentOptions, simulateParent } from './simulated-parent.ts'
import { commit, execute, IN_BATCH, OLD_PROXY, PROXY, prove, revert } from './zksync-rollup.ts'

const START_MS = Date.UTC(2025, 5, 1)
const UPGRADE = 12

const contracts: L2Network<'zksync'>['contracts'] = {
  diamondProxy: [
    { address: PROXY, chain: 'ethereum', fromBlock: UPGRADE },
    { address: OLD_PROXY, chain: 'ethereum', toBlock: UPGRADE - 1 },
  ],
}

interface Scene {
  readonly runtime: VirtualRuntime
  readonly parent: SimulatedNetwork<'evm'>
  readonly l2: SimulatedNetwork<'zksync'>
  readonly source: BlockSource<'zksync'>
  settlementOf(number: number): Promise<Settlement>
  /** As `settlementOf`, of a source that has read nothing before. */
  anew(number: number): Promise<Settlement>
  evidence(name: string, parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability'>): Promise<Evidence>
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface SceneOptions extends Partial<Omit<ParentOptions, 'runtime'>> {
  readonly network?: Partial<L2Network<'zksync'>>
  readonly fork?: 'era-vm' | 'zksync-os'
  /** The endpoint shows another chain than the one that the parent knows. */
  readonly forgedSeed?: string
}

/** A chain of 200 blocks of 1 s in batches of four, on a parent of blocks of 12 s that began with it. */
function scene(happeningsOf: (l2: SimulatedNetwork) => readonly Happening[], options: SceneOptions = {}): Scene {
  const { network, fork = 'era-vm', forgedSeed, ...parentOptions } = options
  const runtime = virtualRuntime({ startMs: START_MS + 800_000 })
  const simulate = (seed: string): SimulatedNetwork<'zksync'> =>
    simulateNetwork({
      stack: 'zksync',
      fork,
      startBlock: 0,
      blocks: 200,
      blockTimeMs: 1_000,
      startMs: START_MS,
      mining: 'manual',
      safeDepth: 4,
      finalizedDepth: 20,
      transactionsPerBlock: 1,
      seed,
      runtime,
    })
  const truth = simulate('truth')
  const l2 = forgedSeed === undefined ? truth : simulate(forgedSeed)
  runtime.connect(l2)
  const happenings = happeningsOf(truth)
  const parent = simulateParent(happenings, { runtime, blocks: 61, startMs: START_MS, ...parentOptions })
  const parentSource = evmSource(parent.network, { runtime })
  const facts = { ...l2.network, category: 'zk_rollup', contracts, ...network } as L2Network<'zksync'>
  const source = zksyncSource(facts, { runtime, parent: parentSource })
  closing.push(
    () => source.close(),
    () => parentSource.close(),
  )
  const ask = (of: BlockSource, number: number): Promise<Settlement> => {
    const { hash } = l2.chain.block(number) ?? { hash: '' }
    return runtime.runUntil(of.getSettlement({ number, hash }))
  }
  return {
    runtime,
    parent,
    l2,
    source,
    settlementOf: (number) => ask(source, number),
    anew: async (number) => {
      await using another = zksyncSource(facts, { runtime, parent: parentSource })
      return await ask(another, number)
    },
    evidence: (name, parts) => evidenceOf(parent, happenings, name, parts),
  }
}

/** Several batches in one call, several calls in one block, data of two kinds, an upgrade, reverts of commits and of proofs. */
function eventful(l2: SimulatedNetwork): readonly Happening[] {
  const old = { proxy: OLD_PROXY }
  return [
    commit(l2, 5, [1, 4], 'calldata', old),
    commit(l2, 8, [5, 5], 'calldata', old),
    commit(l2, 8, [6, 9], 'blobs', old),
    prove(10, [1, 4], old),
    // Of the contract that is not in charge yet: not this chain's.
    commit(l2, 11, [10, 12], 'blobs', { name: 'too early' }),
    commit(l2, 13, [10, 14], 'blobs'),
    prove(15, [5, 9]),
    execute(l2, 16, [1, 2]),
    execute(l2, 17, [3, 8]),
    commit(l2, 20, [15, 29], 'blobs', { name: 'wrong commit', rootOf: (batch) => id(`wrong ${batch}`) }),
    prove(21, [10, 19], { name: 'wrong proof' }),
    revert(25, 17, 12, 8),
    prove(30, [13, 16]),
    commit(l2, 32, [18, 24], 'calldata'),
    execute(l2, 50, [9, 9]),
    commit(l2, 58, [25, 30], 'blobs'),
  ]
}

type Row = readonly [name: string, from: number, to: number]
const COMMITS: readonly (readonly [...Row, data: 'ethereum-blobs' | 'ethereum-calldata', first: number, last: number])[] = [
  ['commit 1', 1, 4, 'ethereum-calldata', 0, 4],
  ['commit 5', 5, 5, 'ethereum-calldata', 5, 5],
  ['commit 6', 6, 9, 'ethereum-blobs', 6, 9],
  ['commit 10', 10, 14, 'ethereum-blobs', 10, 14],
  ['wrong commit', 15, 17, 'ethereum-blobs', 15, 17],
  ['commit 18', 18, 24, 'ethereum-calldata', 18, 24],
  ['commit 25', 25, 30, 'ethereum-blobs', 25, 30],
]
/** The last two numbers: of which batches the step still stands. */
const PROOFS: readonly (readonly [...Row, first: number, last: number])[] = [
  ['prove 1', 1, 4, 0, 4],
  ['prove 5', 5, 9, 5, 9],
  ['wrong proof', 10, 12, 10, 12],
  ['prove 13', 13, 16, 13, 16],
]
const EXECUTIONS: readonly Row[] = [
  ['execute 1', 0, 2],
  ['execute 3', 3, 8],
  ['execute 9', 9, 9],
]

/** Genesis, batch 0, is never committed: it goes with batch 1. */
const blocksOf = (from: number, to: number): NonNullable<Evidence['covers']> => ({
  from: from === 1 ? 0 : from * IN_BATCH,
  to: (to + 1) * IN_BATCH - 1,
  exact: true,
})

async function expectedState(made: Scene, number: number): Promise<SettlementState> {
  const batch = Math.floor(number / IN_BATCH)
  const committed = COMMITS.find(([, , , , first, last]) => first <= batch && batch <= last)
  if (!committed) return { stage: 'sequenced' }
  const [name, from, to, dataAvailability] = committed
  const posted = [await made.evidence(name, { kind: 'batch', covers: blocksOf(from, to), dataAvailability })]
  const proof = PROOFS.find(([, , , first, last]) => first <= batch && batch <= last)
  if (!proof) return { stage: 'posted', posted }
  const proven = await made.evidence(proof[0], { kind: 'validity-proof', covers: blocksOf(proof[1], proof[2]) })
  const executed = EXECUTIONS.find(([, first, last]) => first <= batch && batch <= last)
  if (!executed) return { stage: 'proven', posted, proven }
  const settled = await made.evidence(executed[0], { kind: 'settlement', covers: blocksOf(executed[1], executed[2]) })
  return { stage: 'settled', posted, proven, settled }
}

describe('settlement of a simulated chain of the ZK Stack, its parent encoded by ethers', () => {
  it('has exactly the expected evidence for every block', async () => {
    const made = scene(eventful)
    for (let number = 0; number < 200; number += 1) {
      const { state } = await made.settlementOf(number)
      expect(state, `block ${number}`).toEqual(await expectedState(made, number))
    }
  })

  it('has the same for blocks in any order, each asked of a source of its own', async () => {
    const made = scene(eventful)
    for (const number of [100, 3, 60, 37, 130, 75]) {
      expect((await made.anew(number)).state, `block ${number}`).toEqual(await expectedState(made, number))
    }
  })

  it('believes the parent and not the node: the node names other transactions, and calls more executed than was', async () => {
    const made = scene(eventful)
    // The simulated node says of blocks up to 179 that they were executed, by transactions that do not exist.
    expect((await made.settlementOf(150)).state).toEqual({ stage: 'sequenced' })
    expect((await made.settlementOf(90)).state.stage).toBe('posted')
  })

  it('says when the next step is due, by the delays of the stack', async () => {
    const made = scene(eventful)
    const nowMs = START_MS + 60 * 12_000
    const hourMs = 3_600_000
    expect((await made.settlementOf(130)).nextExpectedMs).toBe(START_MS + 130_000 + hourMs - nowMs)
    expect((await made.settlementOf(80)).nextExpectedMs).toBe(START_MS + 32 * 12_000 + hourMs - nowMs)
    expect((await made.settlementOf(45)).nextExpectedMs).toBe(START_MS + 13 * 12_000 + 3 * hourMs - nowMs)
    expect((await made.settlementOf(10)).nextExpectedMs).toBeUndefined()
  })

  it('says the same but for costs where none are wanted, and asks the parent for logs alone', async () => {
    const made = scene(eventful)
    const callsOf = (method: string): number => made.parent.endpoints[0]?.statistics.callsByMethod.get(method) ?? 0
    const network = { ...made.l2.network, category: 'zk_rollup', dataAvailability: 'ethereum-blobs', contracts }
    await using parent = evmSource(made.parent.network, { runtime: made.runtime })
    const options = { runtime: made.runtime, parent, settlementCosts: false }
    await using source = zksyncSource(network as L2Network<'zksync'>, options)
    const states: SettlementState[] = []
    for (const number of [30, 37, 45]) {
      const { hash } = made.l2.chain.block(number) ?? { hash: '' }
      states.push((await made.runtime.runUntil(source.getSettlement({ number, hash }))).state)
    }
    expect(callsOf('eth_getTransactionReceipt') + callsOf('eth_getTransactionByHash')).toBe(0)
    for (const [index, number] of [30, 37, 45].entries()) {
      const state = states[index] as SettlementState
      const expected = stepsOf(await expectedState(made, number))
      // Which data a commit has, its transaction tells.
      const bare = ({ step, evidence: { cost: _, dataAvailability: __, ...evidence } }: (typeof expected)[number]) => [
        step,
        evidence,
      ]
      expect(stepsOf(state).map(bare), `block ${number}`).toEqual(expected.map(bare))
      expect(stepsOf(state).some(({ evidence }) => evidence.cost)).toBe(false)
    }
  })

  it('fails with UNSUPPORTED without the source of the parent', async () => {
    const made = scene(eventful)
    await using alone = zksyncSource({ ...made.l2.network, contracts } as L2Network<'zksync'>, { runtime: made.runtime })
    const { hash } = made.l2.chain.block(1) ?? { hash: '' }
    await expect(made.runtime.runUntil(alone.getSettlement({ number: 1, hash }))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('needs the source of its parent chain'),
    })
  })

  it('finds the diamond proxy by the bridgehub, of either version, where the registry has none', async () => {
    const bridgehub = `0x${'b8'.repeat(20)}`
    for (const name of ['getZKChain', 'getHyperchain']) {
      const asked = encodeCall(`${name}(uint256)`, 1_337_060)
      const made = scene((l2) => [commit(l2, 13, [1, 9], 'blobs')], {
        network: { contracts: { bridgehub: [{ address: bridgehub, chain: 'ethereum' }] } },
        call: ({ to, data }) => {
          if (to !== bridgehub || data !== asked) throw new RpcFailure(3, 'execution reverted')
          return `0x${PROXY.slice(2).padStart(64, '0')}`
        },
      })
      expect((await made.settlementOf(5)).state.stage, name).toBe('posted')
    }
    const unknown = scene(() => [], { network: { contracts: {} } })
    await expect(unknown.settlementOf(5)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })

  it('keeps the data of a validium where the registry says', async () => {
    const made = scene(
      (l2) => [{ ...commit(l2, 13, [1, 9], 'blobs'), transaction: () => withoutBlobs(commit(l2, 13, [1, 9], 'blobs')) }],
      {
        network: { category: 'validium', dataAvailability: 'avail' },
      },
    )
    const { state } = await made.settlementOf(5)
    expect(state.stage === 'posted' && state.posted[0]?.dataAvailability).toBe('avail')
  })
})

it('an abort ends what the parent is asked for', async () => {
  const runtime = virtualRuntime({ startMs: START_MS + 800_000 })
  const l2 = simulateNetwork({
    ...{
      stack: 'zksync',
      startBlock: 0,
      blocks: 40,
      blockTimeMs: 1_000,
      startMs: START_MS,
      mining: 'manual',
      safeDepth: 4,
      runtime,
    },
  })
  runtime.connect(l2)
  const parent = simulateParent([], { runtime, blocks: 61, startMs: START_MS })
  const under: AbortSignal[] = []
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { body, signal } = init ?? {}
    if (!signal || !String(body).includes('eth_getLogs')) return runtime.fetch(input, init)
    under.push(signal)
    begin()
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  }
  await using parentSource = evmSource(parent.network, { runtime: { ...runtime, fetch } })
  await using source = zksyncSource({ ...l2.network, contracts } as L2Network<'zksync'>, { runtime, parent: parentSource })
  const abort = new AbortController()
  const { hash } = l2.chain.block(1) ?? { hash: '' }
  const asking = source.getSettlement({ number: 1, hash }, { signal: abort.signal }).catch((error: unknown) => error)
  await runtime.runUntil(begun)
  expect(under.map(({ aborted }) => aborted)).toEqual([false])
  abort.abort()
  expect(await runtime.runUntil(asking, { maxMs: 10 })).toMatchObject({ code: 'ABORTED' })
  expect(under.map(({ aborted }) => aborted)).toEqual([true])
})

function withoutBlobs({ transaction }: Happening): ReturnType<Happening['transaction']> {
  const { blobVersionedHashes: _, ...rest } = transaction()
  return rest
}

describe('a reorganisation of the parent', () => {
  it('takes an execution back, then a proof, then a commit', async () => {
    const made = scene((l2) => [
      commit(l2, 20, [1, 9], 'blobs'),
      { ...commit(l2, 55, [10, 19], 'blobs'), branch: 0 },
      { ...prove(56, [1, 9]), branch: 0 },
      { ...execute(l2, 58, [1, 9]), branch: 0 },
    ])
    const stages = async (): Promise<readonly string[]> => [
      (await made.settlementOf(10)).state.stage,
      (await made.settlementOf(50)).state.stage,
    ]
    const seen = [await stages()]
    for (const depth of [3, 6, 8]) {
      made.parent.chain.reorg(depth, depth + 1)
      await made.runtime.advance(12_000)
      seen.push(await stages())
    }
    expect(seen).toEqual([
      ['settled', 'posted'],
      ['proven', 'posted'],
      ['posted', 'posted'],
      ['posted', 'sequenced'],
    ])
  })
})

describe('what the parent executed, against what the node shows', () => {
  it('catches a node with another state of an executed batch', async () => {
    const made = scene(eventful, { forgedSeed: 'forged' })
    await expect(made.settlementOf(10)).rejects.toMatchObject({
      code: 'CONTRADICTION',
      anchored: made.l2.chain.block(11) && expect.stringMatching(/^0x/),
      message: expect.stringContaining('state root of batch 2'),
    })
    // Proven and not executed: it may still be taken back.
    expect((await made.settlementOf(45)).state.stage).toBe('proven')
  })
})

describe('ZKsync OS, whose operators report the blocks of a batch with the commit', () => {
  const report = (batch: number): readonly [number, number] => [batch === 1 ? 1 : (batch - 1) * 20, batch * 20 - 1]

  it('is told by the parent alone', async () => {
    const made = scene(
      (l2) => [
        commit(l2, 13, [1, 3], 'blobs', { report }),
        commit(l2, 20, [4, 6], 'blobs', { report: (batch) => [batch * 10 + 20, batch * 10 + 29], name: 'taken back' }),
        revert(22, 3, 0, 0),
        commit(l2, 24, [4, 6], 'blobs', { report }),
        prove(26, [1, 4]),
        execute(l2, 30, [1, 2]),
      ],
      { fork: 'zksync-os' },
    )
    const covers = (from: number, to: number): NonNullable<Evidence['covers']> => ({
      from: from === 1 ? 0 : report(from)[0],
      to: report(to)[1],
      exact: true,
    })
    const first = [await made.evidence('commit 1', { kind: 'batch', covers: covers(1, 3), dataAvailability: 'ethereum-blobs' })]
    const second = [await made.evidence('commit 4', { kind: 'batch', covers: covers(4, 6), dataAvailability: 'ethereum-blobs' })]
    const proven = await made.evidence('prove 1', { kind: 'validity-proof', covers: covers(1, 4) })
    const settled = await made.evidence('execute 1', { kind: 'settlement', covers: covers(1, 2) })
    const expected = (number: number): SettlementState => {
      if (number < 40) return { stage: 'settled', posted: first, proven, settled }
      if (number < 60) return { stage: 'proven', posted: first, proven }
      if (number < 80) return { stage: 'proven', posted: second, proven }
      return number < 120 ? { stage: 'posted', posted: second } : { stage: 'sequenced' }
    }
    for (let number = 0; number < 200; number += 5) {
      expect((await made.settlementOf(number)).state, `block ${number}`).toEqual(expected(number))
    }
  })
})

describe('a chain of which blocks are made up as they are asked for', () => {
  const hashOf = (number: number): string => id(`block ${number}`)

  /** A reader over a parent, with answers of the node by batches of this many blocks. */
  function counted(
    happeningsOf: (l2: SimulatedNetwork) => readonly Happening[],
    inBatch: number,
    details: (batch: number) => unknown,
    parentBlocks: number,
  ) {
    const runtime = virtualRuntime({ startMs: START_MS + (parentBlocks + 1) * 12_000 })
    const l2 = { chain: { block: (number: number) => ({ hash: hashOf(number) }) } } as unknown as SimulatedNetwork
    const parent = simulateParent(happeningsOf(l2), { runtime, blocks: parentBlocks, startMs: START_MS })
    const parentSource = evmSource(parent.network, { runtime })
    closing.push(() => parentSource.close())
    const network: L2Network<'zksync'> = {
      id: 'counted',
      name: 'Counted',
      stack: 'zksync',
      endpoints: [],
      contracts: { diamondProxy: [{ address: PROXY, chain: 'ethereum' }] },
    }
    const driver = {
      network,
      fetchBlock: async (_: DriverCall, number: number) => ({
        number,
        block: { l1BatchNumber: `0x${(Math.floor(number / inBatch) + 1).toString(16)}` },
      }),
      decode: ({ number }: { number: number }) => ({ number, hash: hashOf(number), timestampMs: START_MS + number * 200 }),
      verify: () => [],
    } as unknown as BlockDriver<'zksync', EvmRaw>
    const call = {
      endpoint: 'node',
      request: async (method: string, [batch]: readonly [number]) =>
        method === 'zks_getL1BatchDetails'
          ? details(batch)
          : [`0x${((batch - 1) * inBatch).toString(16)}`, `0x${(batch * inBatch - 1).toString(16)}`],
    } as unknown as DriverCall
    const reader = createZksyncSettlement(network, driver, { runtime, parent: parentSource })
    return {
      parent,
      read: (number: number): Promise<Settlement> =>
        runtime.runUntil(reader.readSettlement(call, { number, hash: hashOf(number) })),
    }
  }

  it('settles 100,000 blocks in order for at most one request to the parent per 100 blocks', { timeout: 60_000 }, async () => {
    const [blocks, inBatch] = [100_000, 1_000]
    // As on Era today: five blocks a second, each batch committed and proven by itself, executions of five together.
    const made = counted(
      (l2) =>
        Array.from({ length: blocks / inBatch }, (_, index) => index + 1).flatMap((batch) => {
          const at = Math.floor((batch * inBatch * 200) / 12_000) + 2
          return [
            commit(l2, at, [batch, batch], 'blobs'),
            prove(at + 100, [batch, batch]),
            ...(batch % 5 === 0 ? [execute(l2, at + 200, [batch - 4, batch], { rootOf: (each) => id(`root ${each}`) })] : []),
          ]
        }),
      inBatch,
      () => null,
      2_000,
    )
    for (let number = 0; number < blocks; ) {
      const { state } = await made.read(number)
      expect(state.stage, `block ${number}`).toBe('settled')
      if (state.stage !== 'settled') return
      const ends = [...(state.posted ?? []), state.proven, state.settled].map((evidence) => evidence?.covers?.to ?? number)
      number = Math.min(...ends) + 1
    }
    const { callsByMethod } = made.parent.endpoints[0]!.statistics
    const calls = [...callsByMethod.values()].reduce((sum, count) => sum + count, 0)
    // Of 220 transactions itself and its receipt, and little beside.
    expect(calls, JSON.stringify([...callsByMethod])).toBeLessThanOrEqual(2 * 220 + 20)
  })

  it('fails with NOT_FOUND for a batch that the node says was committed on a gateway', async () => {
    const made = counted(
      (l2) => [commit(l2, 5, [1, 1], 'blobs')],
      10,
      (batch) => ({ number: batch, commitChainId: 9_075 }),
      30,
    )
    expect((await made.read(5)).state.stage).toBe('posted')
    await expect(made.read(15)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('chain 9075, a gateway'),
    })
  })
})
