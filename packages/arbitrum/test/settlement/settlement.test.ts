import { arbitrumSource } from '@defimon/arbitrum'
import type { BlockSource, Evidence, L2Network, Settlement, SettlementState } from '@defimon/core'
import { RpcFailure, type SimulatedNetwork, simulateNetwork, type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { afterEach, describe, expect, it } from 'vitest'
import {
  assertion,
  batch,
  confirmation,
  INBOX,
  node,
  nodeConfirmation,
  nodeRejection,
  OLD_ROLLUP,
  OUTBOX,
  ROLLUP,
} from './arbitrum-rollup.ts'
import { evidenceOf, type Happening, type ParentOptions, simulateParent } from './simulated-parent.ts'

const START_MS = Date.UTC(2025, 5, 1)
const UPGRADE = 36

const contracts: L2Network<'arbitrum'>['contracts'] = {
  sequencerInbox: [{ address: INBOX, chain: 'ethereum' }],
  rollup: [
    { address: ROLLUP, chain: 'ethereum', fromBlock: UPGRADE },
    { address: OLD_ROLLUP, chain: 'ethereum', toBlock: UPGRADE - 1 },
  ],
  outbox: [{ address: OUTBOX, chain: 'ethereum' }],
}

interface Scene {
  readonly runtime: VirtualRuntime
  readonly parent: SimulatedNetwork<'evm'>
  readonly l2: SimulatedNetwork<'arbitrum'>
  readonly happenings: readonly Happening[]
  readonly source: BlockSource<'arbitrum'>
  settlementOf(number: number): Promise<Settlement>
  /** As `settlementOf`, of a source that has read nothing before. */
  anew(number: number): Promise<Settlement>
  evidence(name: string, parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability' | 'anchor'>): Promise<Evidence>
}

interface SceneOptions extends Partial<ParentOptions> {
  readonly network?: Partial<L2Network<'arbitrum'>>
  readonly call?: (request: { readonly to: string; readonly data: string }) => string
  /** The endpoint shows another chain than the one that the parent knows: whole in itself, made of this seed. */
  readonly forgedSeed?: string
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A rollup of 200 blocks of 1 s, on a parent of blocks of 12 s that began with it. */
function scene(happeningsOf: (l2: SimulatedNetwork) => readonly Happening[], options: SceneOptions = {}): Scene {
  const { network, call, forgedSeed, ...parentOptions } = options
  const runtime = virtualRuntime({ startMs: START_MS + 800_000 })
  const simulate = (seed: string): SimulatedNetwork<'arbitrum'> =>
    simulateNetwork({
      stack: 'arbitrum',
      startBlock: 0,
      blocks: 200,
      blockTimeMs: 1_000,
      startMs: START_MS,
      mining: 'manual',
      transactionsPerBlock: 1,
      seed,
      runtime,
      ...(call && { call }),
    })
  const truth = simulate('truth')
  const l2 = forgedSeed === undefined ? truth : simulate(forgedSeed)
  runtime.connect(l2)
  const happenings = happeningsOf(truth)
  const parent = simulateParent(happenings, { runtime, blocks: 61, startMs: START_MS, ...parentOptions })
  const facts = { ...l2.network, contracts, ...network } as L2Network<'arbitrum'>
  const parentSource = evmSource(parent.network, { runtime })
  const source = arbitrumSource(facts, { runtime, parent: parentSource })
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
    happenings,
    source,
    settlementOf: (number) => ask(source, number),
    anew: async (number) => {
      await using another = arbitrumSource(facts, { runtime, parent: parentSource })
      return await ask(another, number)
    },
    evidence: (name, parts) => evidenceOf(parent, happenings, name, parts),
  }
}

/** Data in every form, two batches in one block, rivals, a rejected and an open claim, and the upgrade to BoLD. */
function eventful(l2: SimulatedNetwork): readonly Happening[] {
  return [
    batch(0, 1, [0, 1], 'calldata'),
    batch(1, 5, [1, 40], 'blobs'),
    batch(2, 5, [40, 61], 'calldata'),
    batch(3, 8, [61, 90], 'committee'),
    batch(4, 9, [90, 100], 'old-call', 7),
    batch(5, 10, [100, 103], 'forced', 10),
    batch(6, 14, [103, 150], 'blobs-with-proof', 10),
    node(l2, 1, 20, { block: 'none', batches: 1 }, { block: 60, batches: 3 }),
    node(l2, 2, 22, { block: 60, batches: 3 }, { block: 'a lie', batches: 5 }),
    node(l2, 3, 23, { block: 60, batches: 3 }, { block: 102, batches: 6 }),
    nodeConfirmation(l2, 1, 30, 60),
    // Open when the upgrade came, and of no account since.
    node(l2, 4, 33, { block: 102, batches: 6 }, { block: 130, batches: 6, messages: 28 }),
    node(l2, 5, 33, { block: 130, batches: 6, messages: 28 }, { block: 149, batches: 7 }),
    nodeRejection(2, 34),
    nodeConfirmation(l2, 3, 35, 102),
    assertion(l2, 'rival', 39, { block: 102, batches: 6 }, { block: 'another lie', batches: 6, messages: 28 }),
    assertion(l2, 'first', 40, { block: 102, batches: 6 }, { block: 130, batches: 6, messages: 28 }),
    confirmation(l2, 'first', 54, 130),
    assertion(l2, 'second', 55, { block: 130, batches: 6, messages: 28 }, { block: 149, batches: 7 }),
    batch(7, 57, [150, 180], 'event', 10),
  ]
}

/** What stands in the row of the batch, claim and confirmation of each block. */
const BATCHES = [
  { name: 'batch 0', from: 0, to: 0, data: 'ethereum-calldata' },
  { name: 'batch 1', from: 1, to: 39, data: 'ethereum-blobs' },
  { name: 'batch 2', from: 40, to: 60, data: 'ethereum-calldata' },
  { name: 'batch 3', from: 61, to: 89, data: 'dac' },
  { name: 'batch 4', from: 90, to: 99, data: 'ethereum-calldata' },
  { name: 'batch 5', from: 100, to: 102, data: 'ethereum-calldata' },
  { name: 'batch 6', from: 103, to: 149, data: 'ethereum-blobs' },
  { name: 'batch 7', from: 150, to: 179, data: 'ethereum-calldata' },
] as const
const CLAIMS = [
  { name: 'node 1', from: 0, to: 60, confirmed: 'confirmed node 1' },
  { name: 'node 3', from: 61, to: 102, confirmed: 'confirmed node 3' },
  { name: 'first', from: 103, to: 130, confirmed: 'confirmed first' },
  { name: 'second', from: 131, to: 149, confirmed: undefined },
] as const

async function expectedState(made: Scene, number: number): Promise<SettlementState> {
  const data = BATCHES.find(({ from, to }) => from <= number && number <= to)
  if (!data) return { stage: 'sequenced' }
  const posted = [
    await made.evidence(data.name, {
      kind: 'batch',
      covers: { from: data.from, to: data.to, exact: true },
      dataAvailability: data.data,
    }),
  ]
  const claim = CLAIMS.find(({ from, to }) => from <= number && number <= to)
  if (!claim) return { stage: 'posted', posted }
  const anchor = { number: claim.to, hash: made.l2.chain.block(claim.to)?.hash ?? '' }
  const about = { covers: { from: claim.from, to: claim.to, exact: true }, anchor }
  const claimed = await made.evidence(claim.name, { kind: 'state-claim', ...about })
  if (!claim.confirmed) return { stage: 'claimed', posted, claimed }
  return { stage: 'settled', posted, claimed, settled: await made.evidence(claim.confirmed, { kind: 'settlement', ...about }) }
}

describe('settlement of a simulated Nitro chain, its parent encoded by ethers', () => {
  it('has exactly the expected evidence for every block', async () => {
    const made = scene(eventful)
    for (let number = 0; number < 200; number += 1) {
      const settlement = await made.settlementOf(number)
      expect(settlement.state, `block ${number}`).toEqual(await expectedState(made, number))
      expect(settlement.network).toBe(made.l2.network.id)
    }
  })

  it('has the same for blocks in any order, each asked of a source of its own', async () => {
    const made = scene(eventful)
    for (const number of [149, 1, 101, 60, 180, 95]) {
      expect((await made.anew(number)).state, `block ${number}`).toEqual(await expectedState(made, number))
    }
  })

  it('says when the next step is due, by the delays of the stack', async () => {
    const made = scene(eventful)
    const nowMs = START_MS + 60 * 12_000
    expect((await made.settlementOf(190)).nextExpectedMs).toBe(START_MS + 190_000 + 3_600_000 - nowMs)
    expect((await made.settlementOf(160)).nextExpectedMs).toBe(START_MS + 57 * 12_000 + 3_600_000 - nowMs)
    // The assertion says that it stands open for 100 blocks of Ethereum.
    expect((await made.settlementOf(140)).nextExpectedMs).toBe(START_MS + (55 + 100) * 12_000 - nowMs)
    expect((await made.settlementOf(120)).nextExpectedMs).toBeUndefined()
  })

  it('names the parent block that it has seen', async () => {
    const made = scene(eventful)
    const { number, hash } = made.parent.chain.head
    expect((await made.settlementOf(0)).asOf).toEqual({ number, hash })
  })
})

describe('settlement of a simulated Nitro chain that is read by the wrong means', () => {
  it('fails with UNSUPPORTED without the source of the parent, or with that of another chain', async () => {
    const made = scene(eventful)
    const { hash } = made.l2.chain.block(1) ?? { hash: '' }
    const network = { ...made.l2.network, contracts } as L2Network<'arbitrum'>
    await using alone = arbitrumSource(network, { runtime: made.runtime })
    await expect(made.runtime.runUntil(alone.getSettlement({ number: 1, hash }))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('needs the source of its parent chain'),
    })
    await using other = evmSource({ ...made.parent.network, id: 'another' }, { runtime: made.runtime })
    await using astray = arbitrumSource(network, { runtime: made.runtime, parent: other })
    await expect(made.runtime.runUntil(astray.getSettlement({ number: 1, hash }))).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })

  it('fails with NOT_FOUND for a block that is not of the chain, and NOT_YET above its head', async () => {
    const made = scene(eventful)
    const asked = (number: number): Promise<Settlement> =>
      made.runtime.runUntil(made.source.getSettlement({ number, hash: `0x${'12'.repeat(32)}` }))
    await expect(asked(20)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(asked(999)).rejects.toMatchObject({ code: 'NOT_YET' })
  })

  it.each(['block-hash-changed', 'other-chain-id'])('lets a lie of the parent (%s) cost the network no trust', async (fault) => {
    const made = scene(eventful)
    made.parent.endpoints[0]?.setFaults([fault])
    await expect(made.settlementOf(20)).rejects.toMatchObject({ code: 'TRANSIENT', network: 'ethereum' })
    expect(made.source.transport.health().map(({ setAside }) => setAside)).toEqual([undefined])
  })
})

describe('a question that its caller ends', () => {
  it('ends at once, though the parent does not answer', async () => {
    const made = scene(eventful)
    const { hash } = made.l2.chain.block(20) ?? { hash: '' }
    await made.settlementOf(20)
    made.parent.endpoints[0]?.setFaults(['hang'])
    await made.runtime.advance(12_000)
    const caller = new AbortController()
    const asked = made.source.getSettlement({ number: 21, hash }, { signal: caller.signal })
    const ended = expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
    await made.runtime.settle()
    caller.abort()
    await made.runtime.settle()
    await ended
  })
})

describe('a committee that confirms at once', () => {
  it('settles a claim in the transaction that makes it', async () => {
    const made = scene((l2) => {
      const claim = assertion(l2, 'fast', 40, { block: 'none', batches: 0 }, { block: 99, batches: 1 })
      const confirmed = confirmation(l2, 'fast', 40, 99)
      const together = (): ReturnType<Happening['transaction']> => {
        const { logs = [], ...rest } = claim.transaction()
        return { ...rest, logs: [...logs, ...(confirmed.transaction().logs ?? [])] }
      }
      return [batch(0, 1, [0, 100], 'committee'), { ...claim, purpose: 'execute', transaction: together }]
    })
    const anchor = { number: 99, hash: made.l2.chain.block(99)?.hash ?? '' }
    const about = { covers: { from: 0, to: 99, exact: true }, anchor }
    const claimed = await made.evidence('fast', { kind: 'state-claim', ...about })
    const { state } = await made.settlementOf(50)
    // Of one purpose: it was paid for once.
    expect(state).toMatchObject({ stage: 'settled', claimed, settled: { ...claimed, kind: 'settlement' } })
  })
})

describe('a reorganisation of the parent', () => {
  it('takes a posted batch back, and shows it where it stands afterwards', async () => {
    const made = scene((l2) => [
      batch(0, 1, [0, 1], 'calldata'),
      batch(1, 5, [1, 100], 'blobs'),
      { ...batch(2, 58, [100, 150], 'blobs'), branch: 0 },
      { ...batch(2, 62, [100, 140], 'calldata'), name: 'again', branch: 1 },
      assertion(l2, 'unused', 70, { block: 'none', batches: 0 }, { block: 0, batches: 1 }),
    ])
    expect((await made.settlementOf(120)).state).toEqual({
      stage: 'posted',
      posted: [
        await made.evidence('batch 2', {
          kind: 'batch',
          covers: { from: 100, to: 149, exact: true },
          dataAvailability: 'ethereum-blobs',
        }),
      ],
    })
    made.parent.chain.reorg(4, 5)
    await made.runtime.advance(12_000)
    expect((await made.settlementOf(120)).state).toEqual({ stage: 'sequenced' })
    made.parent.chain.mine(4)
    await made.runtime.advance(12_000)
    const again = { kind: 'batch', covers: { from: 100, to: 139, exact: true }, dataAvailability: 'ethereum-calldata' } as const
    expect((await made.settlementOf(120)).state).toEqual({ stage: 'posted', posted: [await made.evidence('again', again)] })
    expect((await made.settlementOf(145)).state).toEqual({ stage: 'sequenced' })
    expect((await made.settlementOf(50)).state.stage).toBe('posted')
  })

  it('takes a confirmation back, and the claim with it where that went too', async () => {
    const before = { block: 'none', batches: 0 }
    const made = scene((l2) => [
      batch(0, 1, [0, 100], 'calldata'),
      assertion(l2, 'early', 40, before, { block: 49, batches: 0, messages: 50 }),
      { ...assertion(l2, 'late', 57, { block: 49, batches: 0, messages: 50 }, { block: 99, batches: 1 }), branch: 0 },
      { ...confirmation(l2, 'early', 58, 49), branch: 0 },
      { ...confirmation(l2, 'early', 64, 49), name: 'confirmed again', branch: 1 },
    ])
    expect((await made.settlementOf(10)).state.stage).toBe('settled')
    expect((await made.settlementOf(60)).state.stage).toBe('claimed')
    made.parent.chain.reorg(5, 6)
    await made.runtime.advance(12_000)
    expect((await made.settlementOf(10)).state.stage).toBe('claimed')
    expect((await made.settlementOf(60)).state.stage).toBe('posted')
    made.parent.chain.mine(4)
    await made.runtime.advance(12_000)
    const { state } = await made.settlementOf(10)
    expect(state.stage === 'settled' && state.settled.number).toBe(64)
  })

  it('makes evidence firmer as the parent goes on', async () => {
    const made = scene(() => [batch(0, 59, [0, 100], 'calldata')])
    const statusNow = async (): Promise<string | undefined> => {
      const { state } = await made.settlementOf(10)
      return state.stage === 'posted' ? state.posted[0]?.parentStatus : undefined
    }
    const seen = [await statusNow()]
    for (const blocks of [4, 4]) {
      made.parent.chain.mine(blocks)
      await made.runtime.advance(12_000)
      seen.push(await statusNow())
    }
    expect(seen).toEqual(['included', 'safe', 'finalized'])
  })
})

describe('what the parent confirmed, against what the endpoint shows', () => {
  it('catches a forged chain, whole in itself, at the first confirmed block', async () => {
    const made = scene(eventful, { forgedSeed: 'forged' })
    for (const number of [10, 101, 120]) {
      await expect(made.settlementOf(number), `block ${number}`).rejects.toMatchObject({
        code: 'CONTRADICTION',
        anchored: expect.stringMatching(/^0x/),
      })
    }
  })

  it('does not take an open claim about another chain for a claim, nor for a contradiction', async () => {
    const made = scene(eventful, { forgedSeed: 'forged' })
    expect((await made.settlementOf(145)).state.stage).toBe('posted')
  })
})

describe('batches whose calls do not count messages', () => {
  const ends = [1, 40, 61, 90, 100, 150]
  const batchOf = (block: number): number => ends.findIndex((end) => block < end)

  it('are told by the node, block by block', async () => {
    let calls = 0
    const made = scene(() => ends.map((end, index) => batch(index, 5 + index, [ends[index - 1] ?? 0, end], 'old-call')), {
      call: ({ to, data }) => {
        calls += 1
        const found = batchOf(Number(`0x${data.slice(10)}`))
        if (to !== `0x${'00'.repeat(19)}c8` || found < 0) throw new RpcFailure(3, 'execution reverted')
        return `0x${found.toString(16).padStart(64, '0')}`
      },
    })
    for (const number of [0, 1, 39, 40, 77, 99, 100, 149]) {
      const { state } = await made.settlementOf(number)
      const at = batchOf(number)
      expect(state.stage === 'posted' && state.posted[0]?.covers, `block ${number}`).toEqual({
        from: ends[at - 1] ?? 0,
        to: (ends[at] ?? 0) - 1,
        exact: true,
      })
    }
    expect((await made.settlementOf(160)).state.stage).toBe('sequenced')
    expect(calls).toBeGreaterThan(0)
  })
})

describe('a chain of which the outbox alone is known', () => {
  it('is settled by its send roots, each from where the one before ended', async () => {
    const made = scene(eventful, { network: { contracts: { ...contracts, rollup: [] } } })
    const settledOf = async (number: number): Promise<Evidence | undefined> => {
      const { state } = await made.settlementOf(number)
      return state.stage === 'settled' ? state.settled : undefined
    }
    expect((await settledOf(80))?.covers).toEqual({ from: 61, to: 102, exact: true })
    expect((await settledOf(120))?.covers).toEqual({ from: 103, to: 130, exact: true })
    // Nothing tells where the first began.
    expect((await settledOf(30))?.covers).toEqual({ from: 30, to: 60, exact: false })
    expect((await made.settlementOf(140)).state.stage).toBe('posted')
  })
})
