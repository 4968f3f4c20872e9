import type { BlobSource } from '@defimon/core'
import type { SimulatedNetwork } from '@defimon/core/testing'
import { concat, id } from 'ethers'
import { afterEach, describe, expect, it } from 'vitest'
import { encodeChannel, encodeFrames, encodePayload } from './batch-encoder.ts'
import {
  type Answer,
  answering,
  BATCHER,
  BLOBS,
  batch,
  deletion,
  FACTORY,
  game,
  INBOX,
  ORACLE,
  output,
  outputRoot,
  PORTAL,
  REGISTRY,
  resolution,
  succinct,
} from './optimism-rollup.ts'
import type { Happening } from './simulated-parent.ts'
import { closeScenes, scene } from './variant-scene.ts'

afterEach(closeScenes)

const blobs: BlobSource = { getBlobs: async (hashes) => hashes.map((hash) => BLOBS.get(hash)?.blob) }
const batcherOn = (chain: string) => [{ role: 'batcher', address: BATCHER, chain }] as const
const on = (address: string, chain = 'ethereum') => [{ address, chain }]
const period = (seconds: number, roots: readonly string[]): readonly Answer[] => [
  { to: ORACLE, declaration: 'FINALIZATION_PERIOD_SECONDS()', types: ['uint256'], values: () => [seconds] },
  {
    to: ORACLE,
    declaration: 'getL2Output(uint256)',
    types: ['(bytes32,uint128,uint128)'],
    values: (index) => [[roots[Number(BigInt(`0x${index}`))] ?? id('none'), 1, 40]],
  },
]

describe('Celo: data in EigenDA, games of OP Succinct Lite', () => {
  const happenings = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
    {
      ...{ name: 'certificate', at: 5, purpose: 'data' },
      transaction: () => ({ from: BATCHER, to: INBOX, input: concat(['0x0101', `0x${'e1'.repeat(300)}`]) }),
    },
    game('celo', 10, 40, await outputRoot(l2, 40), { type: 42 }),
    succinct('celo', 12, 'challenged'),
    succinct('celo', 14, 'proven'),
    resolution('celo', 16, 2),
    game('open', 30, 70, await outputRoot(l2, 70), { type: 42 }),
  ]
  const call = answering([
    { to: PORTAL, declaration: 'anchorStateRegistry()', types: ['address'], values: () => [REGISTRY] },
    { to: REGISTRY, declaration: 'respectedGameType()', types: ['uint32'], values: () => [42] },
    { to: REGISTRY, declaration: 'disputeGameFinalityDelaySeconds()', types: ['uint256'], values: () => [100] },
    { to: REGISTRY, declaration: 'isGameClaimValid(address)', types: ['bool'], values: () => [true] },
  ])
  const network = {
    ...{ id: 'celo', dataAvailability: 'eigenda', operators: batcherOn('ethereum') },
    contracts: { batchInbox: on(INBOX), optimismPortal: on(PORTAL), disputeGameFactory: on(FACTORY) },
  }

  it('its own transactions and headers settle by the proof that answered a challenge, anchored by their output root', async () => {
    const { settlementOf, evidence, anchor } = await scene(happenings, { network, call, chain: 'celo', fork: 'isthmus' })
    const about = { covers: { from: 0, to: 40, exact: true }, anchor: anchor(40) }
    expect((await settlementOf(30)).state).toEqual({
      stage: 'settled',
      claimed: await evidence('game celo', { kind: 'state-claim', ...about }),
      proven: await evidence('proven celo', { kind: 'validity-proof', ...about }),
      settled: await evidence('resolution celo', { kind: 'settlement', ...about }),
    })
  })

  it('where its data are the node says, and nothing is exact, since the batch itself is not on the parent', async () => {
    const { settlementOf } = await scene(happenings, { network, call, chain: 'celo', fork: 'isthmus', blobs })
    const posted = [{ kind: 'batch', covers: { exact: false }, dataAvailability: 'eigenda' }]
    expect((await settlementOf(60)).state).toMatchObject({ stage: 'claimed', claimed: { number: 30 }, posted })
    expect((await settlementOf(75)).state).toMatchObject({ stage: 'posted', posted })
  })
})

describe('Blast: outputs that a challenger may delete, by the rules before Holocene', () => {
  const network = {
    ...{ id: 'blast', dataAvailability: 'ethereum-blobs', operators: batcherOn('ethereum') },
    contracts: { batchInbox: on(INBOX), l2OutputOracle: on(ORACLE) },
  }
  const storageRoot = id('storage of the message passer')
  const answers = { optimism_outputAtBlock: () => ({ withdrawalStorageRoot: storageRoot }) }
  const happenings = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
    ...batch(l2, 6, 1, 20, { da: 'blobs', type: 'singular' }),
    ...batch(l2, 9, 21, 40, { da: 'blobs', type: 'singular', frames: [9, 10] }),
    output(0, 12, 20, await outputRoot(l2, 20, storageRoot)),
    output(1, 14, 40, id('a lie')),
    deletion(18, 2, 1),
    output(1, 20, 40, await outputRoot(l2, 40, storageRoot)),
    ...batch(l2, 26, 41, 100, { da: 'blobs', type: 'singular' }),
  ]
  const rootsOf = async (l2: SimulatedNetwork): Promise<readonly string[]> => [
    await outputRoot(l2, 20, storageRoot),
    await outputRoot(l2, 40, storageRoot),
  ]
  const at = async (blocks: number, seconds: number): ReturnType<typeof scene> => {
    let roots: readonly string[] = []
    const made = scene(
      async (l2) => {
        roots = await rootsOf(l2)
        return happenings(l2)
      },
      {
        ...{ network, answers, blobs, blocks, fork: 'ecotone' },
        call: (request, block) => answering(period(seconds, roots))(request, block),
      },
    )
    return made
  }

  it('batches in blobs are exact, an output is claimed, deleted, claimed again, and settles by time', async () => {
    const { settlementOf, evidence, anchor } = await at(41, 10_000)
    expect((await settlementOf(60)).state).toEqual({
      stage: 'posted',
      posted: [
        await evidence('batch 41', {
          kind: 'batch',
          covers: { from: 41, to: 100, exact: true },
          dataAvailability: 'ethereum-blobs',
        }),
      ],
    })
    const covers = { from: 21, to: 40, exact: true }
    const data = { kind: 'batch', covers, dataAvailability: 'ethereum-blobs' } as const
    expect((await settlementOf(30)).state).toEqual({
      stage: 'claimed',
      posted: [await evidence('batch 21a', data), await evidence('batch 21b', data)],
      claimed: await evidence('output 1 at 20', { kind: 'state-claim', covers, anchor: anchor(40) }),
    })
    const over = await at(41, 100)
    expect((await over.settlementOf(30)).state).toMatchObject({ stage: 'settled', settled: { number: 20, covers } })
    expect((await over.settlementOf(10)).state).toMatchObject({
      ...{ stage: 'settled', settled: { number: 12, covers: { from: 0, to: 20, exact: true }, anchor: over.anchor(20) } },
    })
  })

  it('between the deletion and the new output nothing is claimed', async () => {
    const { settlementOf } = await at(19, 10_000)
    expect((await settlementOf(30)).state.stage).toBe('posted')
  })
})

/** A batch of opBNB, which writes milliseconds where others write seconds. */
function inMilliseconds(l2: SimulatedNetwork, at: number, from: number, to: number): Happening {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const channel = encodeChannel(
    numbers.map((number) => ({
      parentHash: l2.chain.block(number - 1)?.hash ?? '',
      l1Origin: 1,
      timestampS: l2.chain.block(number)?.timestampMs ?? 0,
    })),
  )
  const input = encodePayload(encodeFrames(id('milliseconds').slice(0, 34), channel))
  return { ...{ name: `batch ${from}`, at, purpose: 'data' }, transaction: () => ({ from: BATCHER, to: INBOX, input }) }
}

describe('opBNB: on BSC, two blocks a second', () => {
  const network = {
    ...{ id: 'opbnb', parent: 'bsc', dataAvailability: 'bsc-blobs-or-calldata', blockTimeMs: 500, operators: batcherOn('bsc') },
    contracts: {
      batchInbox: on(INBOX, 'bsc'),
      // A contract of another chain at the same address is none of its own.
      disputeGameFactory: on(FACTORY, 'ethereum'),
      l2OutputOracle: on(ORACLE, 'bsc'),
    },
  }
  const options = {
    ...({ network, identity: { id: 'bsc', evmChainId: 56 }, chain: 'opbnb', fork: 'ecotone', blockTimeMs: 500, blobs } as const),
  }

  it('its outputs on BSC claim and settle; in its batches times are milliseconds, so that the node says what was posted', async () => {
    const root = id('root of opBNB')
    const happenings = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      inMilliseconds(l2, 6, 1, 20),
      game('elsewhere', 8, 90, id('another chain')),
      output(0, 12, 40, root),
    ]
    const open = await scene(happenings, { ...options, call: answering(period(10_000, [root])) })
    const covers = { from: 0, to: 40, exact: true }
    const posted = [{ network: 'bsc', covers: { exact: false }, dataAvailability: 'bsc-blobs-or-calldata' }]
    const claimed = await open.evidence('output 0 at 12', { kind: 'state-claim', covers })
    expect(claimed.network).toBe('bsc')
    expect((await open.settlementOf(15)).state).toMatchObject({ stage: 'claimed', claimed, posted })
    expect((await open.settlementOf(45)).state).toMatchObject({ stage: 'posted', posted })
    const over = await scene(happenings, { ...options, call: answering(period(100, [root])) })
    const { state } = await over.settlementOf(15)
    expect(state).toMatchObject({ stage: 'settled', claimed, settled: { network: 'bsc', number: 12, covers } })
    // Its roots may be of a rule of its own: another one than is computed accuses nobody, and anchors nothing.
    expect(state).not.toHaveProperty('settled.anchor')
  })
})
