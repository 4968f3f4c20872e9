import type { L2Network, SettlementState } from '@defimon/core'
import type { SimulatedNetwork } from '@defimon/core/testing'
import { id } from 'ethers'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Answer,
  answering,
  FACTORY,
  game,
  gameAddress,
  isAddress,
  nullification,
  outputRoot,
  PORTAL,
  proof,
  REGISTRY,
  resolution,
  succinct,
} from './optimism-rollup.ts'
import type { Happening } from './simulated-parent.ts'
import { closeScenes, scene } from './variant-scene.ts'

afterEach(closeScenes)

const AIR_GAP_S = 120
const contracts: L2Network<'op-stack'>['contracts'] = {
  optimismPortal: [{ address: PORTAL, chain: 'ethereum' }],
  disputeGameFactory: [{ address: FACTORY, chain: 'ethereum' }],
}

/** What the contracts say of a game in a parent block, by its name. */
type Word = (name: string, parentBlock: number) => boolean

interface Words {
  readonly type?: (parentBlock: number) => number
  readonly isValid?: Word
  readonly isBlacklisted?: Word
  readonly wasRespected?: Word
  readonly anchor?: number
}

const NAMES = ['first', 'second']

function views({ type, isValid, isBlacklisted, wasRespected, anchor }: Words): readonly Answer[] {
  const word = (declaration: string, answer: Word): Answer => ({
    ...{ to: REGISTRY, declaration, types: ['bool'] },
    values: (argument, number) => [answer(NAMES.find((name) => isAddress(argument, gameAddress(name))) ?? '', number)],
  })
  return [
    { to: PORTAL, declaration: 'anchorStateRegistry()', types: ['address'], values: () => [REGISTRY] },
    { to: REGISTRY, declaration: 'respectedGameType()', types: ['uint32'], values: (_, at) => [type?.(at) ?? 0] },
    { to: REGISTRY, declaration: 'disputeGameFinalityDelaySeconds()', types: ['uint256'], values: () => [AIR_GAP_S] },
    word('isGameClaimValid(address)', isValid ?? (() => true)),
    word('disputeGameBlacklist(address)', isBlacklisted ?? (() => false)),
    ...(anchor === undefined
      ? []
      : [{ to: REGISTRY, declaration: 'getAnchorRoot()', types: ['bytes32', 'uint256'], values: () => [id('root'), anchor] }]),
    ...NAMES.map((name) => ({
      to: gameAddress(name),
      declaration: 'wasRespectedGameTypeWhenCreated()',
      types: ['bool'],
      values: (_: string, at: number) => [wasRespected?.(name, at) ?? true],
    })),
  ]
}

/** Two games about blocks up to 40 and up to 70; both are won, the first in block 14, the second in block 20. */
const twoGames = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
  game('first', 10, 40, await outputRoot(l2, 40)),
  game('second', 12, 70, await outputRoot(l2, 70)),
  resolution('first', 14, 2),
  resolution('second', 20, 2),
]

async function stateAt(
  blocks: number,
  words: Words,
  happenings: (l2: SimulatedNetwork) => Promise<readonly Happening[]> = twoGames,
): Promise<SettlementState> {
  const { settlementOf } = await scene(happenings, {
    ...{ blocks, fork: 'jovian', network: { contracts, dataAvailability: 'ethereum-blobs' }, call: answering(views(words)) },
  })
  return (await settlementOf(30)).state
}

const bySecond = { claimed: { number: 12, covers: { from: 0, to: 70, exact: true } } }

describe('the guardian', () => {
  it('blacklists a game in its air gap: the next game is the claim, and settles by itself', async () => {
    const isBlacklisted: Word = (name, at) => name === 'first' && at >= 17
    const isValid: Word = (name, at) => !isBlacklisted(name, at)
    expect(await stateAt(17, { isBlacklisted, isValid })).toMatchObject({ stage: 'claimed', claimed: { number: 10 } })
    // The air gap of the first one would be over with block 24.
    expect(await stateAt(27, { isBlacklisted, isValid })).toMatchObject({ stage: 'claimed', ...bySecond })
    expect(await stateAt(41, { isBlacklisted, isValid })).toMatchObject({
      stage: 'settled',
      ...bySecond,
      settled: { number: 20 },
    })
  })

  it('blacklists a game that had settled: what it made so is taken back', async () => {
    const isBlacklisted: Word = (name, at) => name === 'first' && at >= 28
    const isValid: Word = (name, at) => !isBlacklisted(name, at)
    expect(await stateAt(28, { isBlacklisted, isValid })).toMatchObject({ stage: 'settled', settled: { number: 14 } })
    expect(await stateAt(29, { isBlacklisted, isValid })).toMatchObject({ stage: 'claimed', ...bySecond })
  })

  it('retires games by an upgrade: they settle nothing any more, but what the anchor stands over stays settled', async () => {
    const isValid: Word = () => false
    expect(await stateAt(41, { isValid })).toMatchObject({ stage: 'claimed', claimed: { number: 10 } })
    expect(await stateAt(41, { isValid, anchor: 40 })).toMatchObject({ stage: 'settled', settled: { number: 14 } })
  })
})

describe('the respected type', () => {
  it('changes: games that were respected when they were made count on, others never do', async () => {
    const type = (): number => 8
    expect(await stateAt(41, { type, wasRespected: () => true })).toMatchObject({ stage: 'settled', settled: { number: 14 } })
    const onlySecond: Word = (name) => name === 'second'
    expect(await stateAt(41, { type, wasRespected: onlySecond })).toMatchObject({ stage: 'settled', ...bySecond })
    expect(await stateAt(41, { type, wasRespected: () => false })).toMatchObject({ stage: 'posted' })
  })
})

describe('a challenge', () => {
  it('that wins takes the claim back, and the next game, about more blocks, is the claim of all of them', async () => {
    const challenged = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      game('first', 10, 40, id('a lie')),
      game('second', 12, 70, await outputRoot(l2, 70)),
      resolution('first', 14, 1),
    ]
    expect(await stateAt(14, {}, challenged)).toMatchObject({ stage: 'claimed', claimed: { number: 10 } })
    expect(await stateAt(15, {}, challenged)).toMatchObject({ stage: 'claimed', ...bySecond })
  })

  it('of OP Succinct Lite is answered by a proof: claimed, proven, settled after the air gap', async () => {
    const answered = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      game('first', 10, 40, await outputRoot(l2, 40), { type: 42 }),
      succinct('first', 12, 'challenged'),
      succinct('first', 16, 'proven'),
      resolution('first', 18, 2),
    ]
    const type = (): number => 42
    expect(await stateAt(14, { type }, answered)).toMatchObject({ stage: 'claimed', claimed: { number: 10 } })
    expect(await stateAt(18, { type }, answered)).toMatchObject({
      stage: 'proven',
      proven: { number: 16, kind: 'validity-proof' },
    })
    expect(await stateAt(27, { type }, answered)).toMatchObject({ stage: 'proven' })
    expect(await stateAt(41, { type }, answered)).toMatchObject({
      ...{ stage: 'settled', claimed: { number: 10 }, proven: { number: 16 }, settled: { number: 18 } },
    })
  })
})

describe("Base's games of several proofs", () => {
  const type = (): number => 621
  const first = async (l2: SimulatedNetwork, kind: 'tee' | 'zk'): Promise<Happening> =>
    game('first', 10, 40, await outputRoot(l2, 40), { type: 621, proof: kind })

  it('a game that is made with a ZK proof is proven by the transaction that claims', async () => {
    const state = await stateAt(15, { type }, async (l2) => [await first(l2, 'zk')])
    expect(state).toMatchObject({
      ...{ stage: 'proven', claimed: { number: 10, cost: { purpose: 'proof' } }, proven: { number: 10 } },
    })
    expect(state).not.toHaveProperty('proven.cost')
  })

  it('a TEE proof alone proves nothing; it is won by time, and says so in the data of its event', async () => {
    const byTime = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      await first(l2, 'tee'),
      resolution('first', 20, 2, { inData: true }),
    ]
    expect((await stateAt(15, { type }, byTime)).stage).toBe('claimed')
    const state = await stateAt(41, { type }, byTime)
    expect(state).toMatchObject({ stage: 'settled', settled: { number: 20 } })
    expect(state).not.toHaveProperty('proven')
  })

  it('proofs that contradict each other count no more: proven is taken back, and with the game the claim', async () => {
    const nullified = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      await first(l2, 'tee'),
      proof('first', 12, 'zk'),
      nullification('first', 15),
      resolution('first', 20, 1, { inData: true }),
    ]
    expect((await stateAt(14, { type }, nullified)).stage).toBe('proven')
    expect(await stateAt(17, { type }, nullified)).toMatchObject({ stage: 'claimed', claimed: { number: 10 } })
    expect((await stateAt(22, { type }, nullified)).stage).toBe('posted')
  })
})
