import type { BlockSource, Evidence, L2Network, Settlement, SettlementState } from '@defimon/core'
import { type SimulatedNetwork, simulateNetwork, type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { type OptimismSourceOptions, optimismSource } from '@defimon/optimism'
import { id } from 'ethers'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Answer,
  answering,
  BATCHER,
  BLOBS,
  batch,
  deletion,
  FACTORY,
  game,
  gameAddress,
  INBOX,
  isAddress,
  ORACLE,
  output,
  outputRoot,
  PORTAL,
  proof,
  REGISTRY,
  resolution,
  SYSTEM_CONFIG,
} from './optimism-rollup.ts'
import { evidenceOf, type Happening, type ParentOptions, simulateParent } from './simulated-parent.ts'

const START_MS = Date.UTC(2025, 5, 1)
const LAST = 600
const UPGRADE = 19
const AIR_GAP_S = 120
const OUTPUT_PERIOD_S = 240

const contracts: L2Network<'op-stack'>['contracts'] = {
  batchInbox: [{ address: INBOX, chain: 'ethereum' }],
  systemConfig: [{ address: SYSTEM_CONFIG, chain: 'ethereum' }],
  optimismPortal: [{ address: PORTAL, chain: 'ethereum' }],
  l2OutputOracle: [{ address: ORACLE, chain: 'ethereum', toBlock: UPGRADE - 1 }],
  disputeGameFactory: [{ address: FACTORY, chain: 'ethereum', fromBlock: UPGRADE }],
}

/** What the contracts answer: games of type 0 count, and what `invalid` names does not. */
function views(options: { readonly invalid?: readonly string[]; readonly type?: number } = {}): readonly Answer[] {
  const { invalid = [], type = 0 } = options
  const isInvalid = (argument: string): boolean => invalid.some((name) => isAddress(argument, gameAddress(name)))
  return [
    { to: PORTAL, declaration: 'anchorStateRegistry()', types: ['address'], values: () => [REGISTRY] },
    { to: REGISTRY, declaration: 'respectedGameType()', types: ['uint32'], values: () => [type] },
    { to: REGISTRY, declaration: 'disputeGameFinalityDelaySeconds()', types: ['uint256'], values: () => [AIR_GAP_S] },
    { to: REGISTRY, declaration: 'isGameClaimValid(address)', types: ['bool'], values: (argument) => [!isInvalid(argument)] },
    { to: REGISTRY, declaration: 'disputeGameBlacklist(address)', types: ['bool'], values: (argument) => [isInvalid(argument)] },
    { to: ORACLE, declaration: 'finalizationPeriodSeconds()', types: ['uint256'], values: () => [OUTPUT_PERIOD_S] },
    { to: SYSTEM_CONFIG, declaration: 'batcherHash()', types: ['address'], values: () => [BATCHER] },
  ]
}

interface Scene {
  readonly runtime: VirtualRuntime
  readonly parent: SimulatedNetwork<'evm'>
  readonly l2: SimulatedNetwork<'op-stack'>
  readonly happenings: readonly Happening[]
  readonly source: BlockSource<'op-stack'>
  settlementOf(number: number): Promise<Settlement>
  evidence(name: string, parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability' | 'anchor'>): Promise<Evidence>
  anchor(number: number): { readonly number: number; readonly hash: string }
}

interface SceneOptions extends Partial<ParentOptions> {
  readonly network?: Partial<L2Network<'op-stack'>>
  readonly blobs?: false
  readonly fork?: 'holocene' | 'jovian'
  /** The endpoint shows another chain than the one that the parent knows: whole in itself, made of this seed. */
  readonly forgedSeed?: string
  readonly finalizedL2Depth?: number
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const blobs: NonNullable<OptimismSourceOptions['blobs']> = {
  getBlobs: async (hashes) => hashes.map((hash) => BLOBS.get(hash)?.blob),
}

const rollups = new Map<string, SimulatedNetwork<'op-stack'>>()

/** 600 blocks of 2 s. Made once, since nothing here changes them. */
function rollup(fork: 'holocene' | 'jovian', finalizedDepth: number, seed: string): SimulatedNetwork<'op-stack'> {
  const key = `${fork} ${finalizedDepth} ${seed}`
  const made =
    rollups.get(key) ??
    simulateNetwork({
      stack: 'op-stack',
      network: { id: 'base', evmChainId: 8453, parent: 'ethereum' },
      startBlock: 0,
      blocks: LAST + 1,
      blockTimeMs: 2_000,
      startMs: START_MS,
      safeDepth: Math.min(590, finalizedDepth),
      finalizedDepth,
      mining: 'manual',
      transactionsPerBlock: 0,
      fork,
      // The parent's blocks hold batches that name L2 blocks, so its hashes cannot be in them as well.
      l1Origin: (timestampMs) => {
        const number = Math.floor((timestampMs - START_MS) / 12_000)
        return { number, hash: id(`origin ${number}`), timestampMs: START_MS + number * 12_000 }
      },
      seed,
      runtime: virtualRuntime({ startMs: START_MS + 1_300_000 }),
    })
  rollups.set(key, made)
  return made
}

/** The rollup on a parent of blocks of 12 s that began with it. */
async function scene(
  happeningsOf: (l2: SimulatedNetwork) => Promise<readonly Happening[]>,
  options: SceneOptions = {},
): Promise<Scene> {
  const { network, blobs: hasBlobs, fork = 'jovian', forgedSeed, finalizedL2Depth = 595, ...parentOptions } = options
  const runtime = virtualRuntime({ startMs: START_MS + 1_300_000 })
  const truth = rollup(fork, finalizedL2Depth, 'truth')
  const l2 = forgedSeed === undefined ? truth : rollup(fork, finalizedL2Depth, forgedSeed)
  runtime.connect(l2)
  const happenings = await happeningsOf(truth)
  const parent = simulateParent(happenings, {
    runtime,
    blocks: 101,
    startMs: START_MS,
    call: answering(views()),
    ...parentOptions,
  })
  const facts = { ...l2.network, contracts, dataAvailability: 'ethereum-blobs', ...network } as L2Network<'op-stack'>
  const parentSource = evmSource(parent.network, { runtime })
  const source = optimismSource(facts, { runtime, parent: parentSource, ...(hasBlobs !== false && { blobs }) })
  closing.push(
    () => source.close(),
    () => parentSource.close(),
  )
  const hashOf = (number: number): string => l2.chain.block(number)?.hash ?? ''
  return {
    runtime,
    parent,
    l2,
    happenings,
    source,
    settlementOf: (number) => runtime.runUntil(source.getSettlement({ number, hash: hashOf(number) })),
    evidence: (name, parts) => evidenceOf(parent, happenings, name, parts),
    anchor: (number) => ({ number, hash: hashOf(number) }),
  }
}

/** Data in every form, several batches in one block, outputs, a deletion, games won, lost, not respected and open, and an upgrade. */
async function eventful(l2: SimulatedNetwork): Promise<readonly Happening[]> {
  const root = (number: number): Promise<string> => outputRoot(l2, number)
  return [
    ...batch(l2, 3, 1, 10, { type: 'singular' }),
    ...batch(l2, 5, 11, 25, { da: 'blobs', compression: 'brotli' }),
    output(0, 6, 25, await root(25)),
    ...batch(l2, 8, 26, 30),
    ...batch(l2, 8, 31, 40, { da: 'blobs' }),
    output(1, 9, 30, id('a lie')),
    deletion(10, 2, 1),
    output(1, 11, 40, await root(40)),
    ...batch(l2, 12, 41, 70, { frames: [12, 13] }),
    ...batch(l2, 14, 71, 80, { sender: `0x${'66'.repeat(20)}` }),
    game('won', 20, 70, await root(70)),
    game('not respected', 22, 100, await root(100), { type: 255 }),
    game('lost', 24, 90, id('another lie')),
    resolution('won', 30, 2),
    resolution('lost', 33, 1),
    game('won later', 34, 100, await root(100)),
    resolution('won later', 60, 2, { inData: true }),
    ...batch(l2, 87, 71, 399),
    ...batch(l2, 88, 400, 520, { da: 'blobs' }),
    game('blacklisted', 89, 200, await root(200)),
    game('open', 92, 300, await root(300)),
    game('open with a lie', 94, 350, id('one more lie')),
    ...batch(l2, 97, 521, 560, { type: 'singular', compression: 'brotli' }),
  ]
}

const isInvalid = { call: answering(views({ invalid: ['blacklisted', 'not respected'] })) }

describe('settlement by the contracts of the OP Stack', () => {
  it('gives for every block the transactions that made each step so', async () => {
    const { settlementOf, evidence, anchor, parent } = await scene(eventful, isInvalid)
    const claim = async (name: string, from: number, to: number, ends?: string, isOpen = false): Promise<SettlementState> => {
      const about = { covers: { from, to, exact: true }, ...(!isOpen && { anchor: anchor(to) }) }
      const claimed = await evidence(name, { kind: 'state-claim', ...about })
      if (ends) return { stage: 'settled', claimed, settled: await evidence(ends, { kind: 'settlement', ...about }) }
      return { stage: 'claimed', posted: (await posted('batch 71', 71, 399, 'ethereum-calldata')).posted, claimed }
    }
    /** Time alone settles an output: the same transaction, whose cost is said once. */
    const outputState = async (name: string, from: number, to: number): Promise<SettlementState> => {
      const state = (await claim(name, from, to, name)) as Extract<SettlementState, { stage: 'settled' }>
      const { cost: _, ...settled } = state.settled
      return { ...state, settled }
    }
    const posted = async (
      name: string,
      from: number,
      to: number,
      dataAvailability: string,
    ): Promise<Extract<SettlementState, { stage: 'posted' }>> => ({
      stage: 'posted',
      posted: [await evidence(name, { kind: 'batch', covers: { from, to, exact: true }, dataAvailability })],
    })
    const states: readonly (readonly [from: number, to: number, state: SettlementState])[] = [
      [0, 25, await outputState('output 0 at 6', 0, 25)],
      [26, 40, await outputState('output 1 at 11', 26, 40)],
      [41, 70, await claim('game won', 41, 70, 'resolution won')],
      [71, 100, await claim('game won later', 71, 100, 'resolution won later')],
      [101, 300, await claim('game open', 101, 300)],
      [301, 350, await claim('game open with a lie', 301, 350, undefined, true)],
      [351, 399, await posted('batch 71', 71, 399, 'ethereum-calldata')],
      [400, 520, await posted('batch 400', 400, 520, 'ethereum-blobs')],
      [521, 560, await posted('batch 521', 521, 560, 'ethereum-calldata')],
      [561, LAST, { stage: 'sequenced' }],
    ]
    for (const [from, to, state] of states) {
      for (let number = from; number <= to; number += 1) {
        const settlement = await settlementOf(number)
        expect(settlement.state, `block ${number}`).toEqual(state)
        expect(settlement.asOf).toEqual({ number: 100, hash: parent.chain.block(100)?.hash })
      }
    }
  })

  it('puts the frames of a channel over several transactions together, and ignores what a stranger sent', async () => {
    const { settlementOf, evidence } = await scene(eventful, { ...isInvalid, blocks: 18, call: answering(views()) })
    const covers = { from: 41, to: 70, exact: true }
    const frames = ['batch 41a', 'batch 41b'].map((name) =>
      evidence(name, { kind: 'batch', covers, dataAvailability: 'ethereum-calldata' }),
    )
    expect((await settlementOf(55)).state).toEqual({ stage: 'posted', posted: await Promise.all(frames) })
    expect((await settlementOf(75)).state).toEqual({ stage: 'sequenced' })
  })

  it('two batches in one parent block, one in calldata and one in a blob', async () => {
    const { settlementOf, evidence } = await scene(eventful, { blocks: 9, call: answering(views()) })
    const about = (from: number, to: number, dataAvailability: string) =>
      ({ kind: 'batch', covers: { from, to, exact: true }, dataAvailability }) as const
    expect((await settlementOf(28)).state).toEqual({
      stage: 'posted',
      posted: [await evidence('batch 26', about(26, 30, 'ethereum-calldata'))],
    })
    expect((await settlementOf(33)).state).toEqual({
      stage: 'posted',
      posted: [await evidence('batch 31', about(31, 40, 'ethereum-blobs'))],
    })
  })

  it('without a source of blobs, says what the endpoint calls safe and finalized, and that it is not exact', async () => {
    const { settlementOf, parent } = await scene(eventful, { blobs: false, blocks: 19, finalizedL2Depth: 560 })
    const { number, hash, timestampMs } = parent.chain.finalized ?? parent.chain.first
    expect((await settlementOf(33)).state).toEqual({
      stage: 'claimed',
      claimed: expect.objectContaining({ kind: 'state-claim' }),
      posted: [
        {
          kind: 'batch',
          network: 'ethereum',
          number,
          hash,
          timestampMs,
          parentStatus: 'finalized',
          covers: { from: 33, to: 40, exact: false },
          dataAvailability: 'ethereum-blobs',
        },
      ],
    })
  })

  it('says when the next step is due: the clock of a game, the air gap, the period of an output', async () => {
    const at = (blocks: number): Promise<Scene> => scene(eventful, { blocks, call: answering(views()) })
    const open = await at(25)
    // A game of 3.5 days, and the air gap; the head is 5 blocks later.
    expect((await open.settlementOf(60)).nextExpectedMs).toBe((302_400 + AIR_GAP_S - 4 * 12) * 1000)
    const resolved = await at(33)
    expect((await resolved.settlementOf(60)).state.stage).toBe('claimed')
    expect((await resolved.settlementOf(60)).nextExpectedMs).toBe((AIR_GAP_S - 2 * 12) * 1000)
    const proposed = await at(16)
    expect((await proposed.settlementOf(35)).nextExpectedMs).toBe((OUTPUT_PERIOD_S - 4 * 12) * 1000)
    expect((await (await at(101)).settlementOf(60)).nextExpectedMs).toBeUndefined()
  })

  it('settles no earlier and no firmer than the time that must have passed', async () => {
    // Resolved in block 30; the air gap of 120 s is over with block 41, which is final with block 49.
    const at = async (blocks: number): Promise<SettlementState> =>
      (await (await scene(eventful, { blocks, call: answering(views()) })).settlementOf(60)).state
    expect((await at(41)).stage).toBe('claimed')
    expect(await at(42)).toMatchObject({ stage: 'settled', settled: { parentStatus: 'included' } })
    expect(await at(46)).toMatchObject({ stage: 'settled', settled: { parentStatus: 'safe' } })
    expect(await at(50)).toMatchObject({ stage: 'settled', settled: { parentStatus: 'finalized' } })
  })

  it('a reorg of the parent takes back what stood in blocks that are gone', async () => {
    const onBranches = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      ...batch(l2, 90, 400, 520, { da: 'blobs', branch: 0 }),
      ...batch(l2, 98, 400, 450, { branch: 1 }),
      game('first', 96, 300, await outputRoot(l2, 300), { branch: 0 }),
    ]
    const { settlementOf, parent, runtime } = await scene(onBranches, { safeDepth: 20, finalizedDepth: 30 })
    expect((await settlementOf(250)).state.stage).toBe('claimed')
    expect((await settlementOf(420)).state).toMatchObject({ posted: [{ number: 90 }] })
    parent.chain.reorg(15, 16)
    await runtime.advance(12_000)
    expect((await settlementOf(250)).state).toEqual({ stage: 'sequenced' })
    const covers = { from: 400, to: 450, exact: true }
    expect((await settlementOf(420)).state).toMatchObject({
      stage: 'posted',
      posted: [{ number: 98, covers, dataAvailability: 'ethereum-calldata' }],
    })
    expect((await settlementOf(500)).state).toEqual({ stage: 'sequenced' })
  })
})

describe('a game that nobody ends', () => {
  it('is passed over where the contracts have gone on from a later one', async () => {
    const happenings = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      game('left', 20, 70, await outputRoot(l2, 70)),
      game('ended', 25, 100, await outputRoot(l2, 100)),
      resolution('ended', 40, 2),
    ]
    const anchoredAt = (number: number): Answer => ({
      to: REGISTRY,
      declaration: 'getAnchorRoot()',
      types: ['bytes32', 'uint256'],
      values: () => [id('root'), number],
    })
    const gone = await scene(happenings, { call: answering([...views(), anchoredAt(100)]) })
    const about = { covers: { from: 0, to: 100, exact: true }, anchor: gone.anchor(100) }
    expect((await gone.settlementOf(60)).state).toEqual({
      stage: 'settled',
      claimed: await gone.evidence('game ended', { kind: 'state-claim', ...about }),
      settled: await gone.evidence('resolution ended', { kind: 'settlement', ...about }),
    })
    const open = await scene(happenings, { call: answering([...views(), anchoredAt(50)]) })
    expect((await open.settlementOf(60)).state).toMatchObject({ stage: 'claimed', claimed: { number: 20 } })
  })
})

describe('what the contracts of Base decide otherwise', () => {
  it('a ZK proof makes a claim proven, two proofs bring its end forward', async () => {
    const proofs = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      game('of two', 20, 70, await outputRoot(l2, 70), { type: 621, proof: 'tee' }),
      proof('of two', 25, 'zk'),
      game('of one', 27, 100, await outputRoot(l2, 100), { type: 621, proof: 'tee' }),
    ]
    const call = answering(views({ type: 621 }))
    const { settlementOf, evidence, anchor } = await scene(proofs, { blocks: 31, call })
    const about = { covers: { from: 0, to: 70, exact: true }, anchor: anchor(70) }
    const two = await settlementOf(70)
    expect(two.state).toEqual({
      stage: 'proven',
      claimed: await evidence('game of two', { kind: 'state-claim', ...about }),
      proven: await evidence('proof of two', { kind: 'validity-proof', ...about }),
    })
    // The second proof, one day, the air gap; the head is 5 blocks later.
    expect(two.nextExpectedMs).toBe((86_400 + AIR_GAP_S - 5 * 12) * 1000)
    const one = await settlementOf(71)
    expect(one.state.stage).toBe('claimed')
    expect(one.nextExpectedMs).toBe((432_000 + AIR_GAP_S - 3 * 12) * 1000)
  })
})

describe('an endpoint that forges', () => {
  it('is caught at the first state that was settled', async () => {
    const { settlementOf } = await scene(eventful, { ...isInvalid, forgedSeed: 'forged' })
    await expect(settlementOf(50)).rejects.toMatchObject({ code: 'CONTRADICTION' })
    // A claim that is open may itself be wrong.
    const { state } = await settlementOf(200)
    expect(state.stage).toBe('claimed')
    expect(state).not.toHaveProperty('claimed.anchor')
  })

  it('before Isthmus no header holds the whole root, and nothing is anchored', async () => {
    const { settlementOf } = await scene(eventful, { ...isInvalid, fork: 'holocene' })
    const { state } = await settlementOf(50)
    expect(state.stage).toBe('settled')
    expect(state).not.toHaveProperty('settled.anchor')
  })
})

describe('what a reader needs', () => {
  it('the source of the parent', async () => {
    const simulated = simulateNetwork({ stack: 'op-stack', blocks: 4 })
    await using source = optimismSource(simulated.network, { endpoints: [], runtime: virtualRuntime() })
    await expect(source.getSettlement({ number: 1_000_000, hash: id('x') })).rejects.toMatchObject({ code: expect.any(String) })
  })
})
