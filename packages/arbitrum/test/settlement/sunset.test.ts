import { arbitrumSource } from '@defimon/arbitrum'
import type { BlockRef, BlockSource, Evidence, L2Network, Settlement } from '@defimon/core'
import { RpcFailure, type SimulatedNetwork, simulateNetwork, type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { AbiCoder } from 'ethers'
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
import { evidenceOf, type Happening, simulateParent } from './simulated-parent.ts'

const START_MS = Date.UTC(2025, 5, 1)
const BRIDGE = `0x${'b1'.repeat(20)}`
const NO_HASH = `0x${'00'.repeat(32)}`
const UPGRADE = 36
const REPORTED_MESSAGES = '0x5fca4a16'
const LATEST_CONFIRMED = '0x65f7f80d'

const contracts: L2Network<'arbitrum'>['contracts'] = {
  bridge: [{ address: BRIDGE, chain: 'ethereum' }],
  sequencerInbox: [{ address: INBOX, chain: 'ethereum' }],
  rollup: [
    { address: ROLLUP, chain: 'ethereum', fromBlock: UPGRADE },
    { address: OLD_ROLLUP, chain: 'ethereum', toBlock: UPGRADE - 1 },
  ],
  outbox: [{ address: OUTBOX, chain: 'ethereum' }],
}

function story(l2: SimulatedNetwork): readonly Happening[] {
  return [
    batch(0, 3, [0, 1], 'calldata'),
    batch(1, 5, [1, 40], 'blobs'),
    batch(2, 5, [40, 61], 'calldata'),
    batch(3, 9, [61, 100], 'old-call', 7),
    batch(4, 10, [100, 103], 'forced', 10),
    batch(5, 14, [103, 150], 'committee', 10),
    node(l2, 1, 20, { block: 'none', batches: 1 }, { block: 60, batches: 3 }),
    node(l2, 2, 22, { block: 60, batches: 3 }, { block: 'a lie', batches: 5 }),
    node(l2, 3, 23, { block: 60, batches: 3 }, { block: 102, batches: 5 }),
    nodeConfirmation(l2, 1, 30, 60),
    nodeRejection(2, 34),
    nodeConfirmation(l2, 3, 35, 102),
    assertion(l2, 'first', 40, { block: 102, batches: 5 }, { block: 130, batches: 5, messages: 28 }),
    confirmation(l2, 'first', 54, 130),
    assertion(l2, 'second', 55, { block: 130, batches: 5, messages: 28 }, { block: 149, batches: 6 }),
    batch(6, 57, [150, 180], 'event', 10),
  ]
}

/** What was reported and confirmed by each block of the parent. */
const REPORTED = [
  [57, 180],
  [14, 150],
  [10, 103],
  [9, 100],
  [5, 61],
  [3, 1],
] as const
const CONFIRMED = [
  [OLD_ROLLUP, 35, 3],
  [OLD_ROLLUP, 30, 1],
  [ROLLUP, 54, 77],
] as const

const word = (value: number): string => AbiCoder.defaultAbiCoder().encode(['uint256'], [value])

function answer({ to, data }: { readonly to: string; readonly data: string }, at: number): string {
  if (to === BRIDGE && data === REPORTED_MESSAGES) {
    // There is no contract before its first batch.
    return at < 3 ? '0x' : word(REPORTED.find(([since]) => since <= at)?.[1] ?? 0)
  }
  if (data === LATEST_CONFIRMED) {
    return word(CONFIRMED.find(([rollup, since]) => rollup === to && since <= at)?.[2] ?? 0)
  }
  throw new RpcFailure(3, 'execution reverted')
}

interface Scene {
  readonly parent: SimulatedNetwork<'evm'>
  readonly runtime: VirtualRuntime
  readonly l2: SimulatedNetwork<'arbitrum'>
  settlementOf(block: number, hash?: string): Promise<Settlement>
  evidence(name: string, parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability' | 'anchor'>): Promise<Evidence>
  ref(number: number): BlockRef
}

interface SceneOptions {
  readonly network?: Partial<L2Network<'arbitrum'>>
  readonly call?: typeof answer
  /** An endpoint of the network still answers. */
  readonly isAlive?: true
  /** The parent is known to make four blocks a second. */
  readonly isFastParent?: true
}

const closing: BlockSource[] = []
afterEach(async () => {
  for (const source of closing.splice(0)) await source.close()
})

/** A rollup of 200 blocks that is no more, on a parent that still is. */
function scene({ network, call = answer, isAlive, isFastParent }: SceneOptions = {}): Scene {
  const runtime = virtualRuntime({ startMs: START_MS + 800_000 })
  const l2 = simulateNetwork({
    stack: 'arbitrum',
    startBlock: 0,
    blocks: 200,
    blockTimeMs: 1_000,
    startMs: START_MS,
    mining: 'manual',
    transactionsPerBlock: 1,
    seed: 'sunset',
    runtime,
  })
  if (isAlive) runtime.connect(l2)
  const happenings = story(l2)
  const parent = simulateParent(happenings, {
    runtime,
    blocks: 61,
    startMs: START_MS,
    call: (request, { number }) => call(request, number),
  })
  const parentSource = evmSource({ ...parent.network, ...(isFastParent && { blockTimeMs: 250 }) }, { runtime })
  const facts = { ...l2.network, contracts, status: { state: 'sunset' }, ...network } as L2Network<'arbitrum'>
  const source = arbitrumSource(facts, { runtime, parent: parentSource })
  closing.push(source, parentSource)
  const ref = (number: number): BlockRef => ({ number, hash: l2.chain.block(number)?.hash ?? '' })
  return {
    parent,
    runtime,
    l2,
    ref,
    // The reader is loaded when it is first asked, which takes real time.
    settlementOf: (number, hash = ref(number).hash) =>
      runtime.runUntil(source.getSettlement({ number, hash }), { outsideMs: 15_000 }),
    evidence: (name, parts) => evidenceOf(parent, happenings, name, parts),
  }
}

const BATCHES = [
  { name: 'batch 0', from: 0, to: 0, data: 'ethereum-calldata' },
  { name: 'batch 1', from: 1, to: 39, data: 'ethereum-blobs' },
  { name: 'batch 2', from: 40, to: 60, data: 'ethereum-calldata' },
  { name: 'batch 3', from: 61, to: 99, data: 'ethereum-calldata' },
  { name: 'batch 4', from: 100, to: 102, data: 'ethereum-calldata' },
  { name: 'batch 5', from: 103, to: 149, data: 'dac' },
  { name: 'batch 6', from: 150, to: 179, data: 'ethereum-calldata' },
] as const
const CLAIMS = [
  { name: 'node 1', from: 0, to: 60, confirmed: 'confirmed node 1' },
  { name: 'node 3', from: 61, to: 102, confirmed: 'confirmed node 3' },
  { name: 'first', from: 103, to: 130, confirmed: 'confirmed first' },
  { name: 'second', from: 131, to: 149, confirmed: undefined },
] as const

async function expectedState(made: Scene, number: number): Promise<unknown> {
  const data = BATCHES.find(({ from, to }) => from <= number && number <= to)
  const covers = { from: data?.from ?? 0, to: data?.to ?? 0, exact: true }
  const posted = [await made.evidence(data?.name ?? '', { kind: 'batch', covers, dataAvailability: data?.data ?? '' })]
  const claim = CLAIMS.find(({ from, to }) => from <= number && number <= to)
  if (!claim) return { stage: 'posted', posted }
  const about = {
    covers: { from: claim.from, to: claim.to, exact: true },
    ...(claim.confirmed && number === claim.to && { anchor: made.ref(number) }),
  }
  const claimed = await made.evidence(claim.name, { kind: 'state-claim', ...about })
  if (!claim.confirmed) return { stage: 'claimed', posted, claimed }
  return { stage: 'settled', posted, claimed, settled: await made.evidence(claim.confirmed, { kind: 'settlement', ...about }) }
}

describe('a Nitro chain that was shut down, its parent encoded by ethers', () => {
  it('has the batch, the claim and the confirmation of its blocks, by height and from its parent alone', async () => {
    const made = scene()
    const ends = [...BATCHES, ...CLAIMS].flatMap(({ from, to }) => [from, to])
    const between = Array.from({ length: 15 }, (_, index) => index * 12 + 5)
    for (const number of new Set([...ends, ...between].toSorted((a, b) => a - b))) {
      const { state, block } = await made.settlementOf(number)
      expect(state, `block ${number}`).toEqual(await expectedState(made, number))
      expect(block).toEqual(made.ref(number))
    }
  })

  it('tells the hash of a block that a confirmed claim ends with, to who has lost it', async () => {
    const made = scene({ network: { endpoints: [] } })
    for (const number of [60, 102, 130]) {
      const { block, state } = await made.settlementOf(number, NO_HASH)
      expect(block).toEqual(made.ref(number))
      expect(state).toEqual(await expectedState(made, number))
    }
    // Open claims may be wrong, and blocks within one have no hash there.
    for (const number of [0, 59, 149, 150]) expect((await made.settlementOf(number, NO_HASH)).block.hash).toBe(NO_HASH)
  })

  it('was never at a height with another hash than was confirmed, nor above its last batch', async () => {
    const made = scene()
    await expect(made.settlementOf(102, made.ref(101).hash)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(made.settlementOf(180)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is read as any other while an endpoint of it answers', async () => {
    const made = scene({ isAlive: true })
    const { state } = await made.settlementOf(70)
    expect(state).toMatchObject({ stage: 'settled', settled: { anchor: made.ref(102) } })
    expect((await made.settlementOf(190)).state).toEqual({ stage: 'sequenced' })
  })

  const pruned: typeof answer = (request, at) => {
    if (at < 58) throw new RpcFailure(-32_000, 'missing trie node 00 (path ) state 0x00 is not available')
    return answer(request, at)
  }

  it('is read by the logs of Ethereum, where that is no archive', async () => {
    const made = scene({ call: pruned })
    for (const number of [0, 30, 60, 70, 101, 120, 140, 170]) {
      expect((await made.settlementOf(number)).state, `block ${number}`).toEqual(await expectedState(made, number))
    }
    await expect(made.settlementOf(180)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('needs an archive of a parent whose blocks are many, and says so', async () => {
    await expect(scene({ call: pruned, isFastParent: true }).settlementOf(70)).rejects.toMatchObject({
      code: 'PRUNED',
      message: expect.stringContaining('needs an archive'),
    })
  })

  it('is found by the day of its end where its bridge is a stub since', async () => {
    const stub: typeof answer = (request, at) => {
      if (at > 58) throw new RpcFailure(3, 'execution reverted')
      return answer(request, at)
    }
    const ended = new Date(START_MS + 58 * 12_000).toISOString()
    const found = scene({ call: stub, network: { status: { state: 'sunset', since: ended } } })
    expect((await found.settlementOf(70)).state).toEqual(await expectedState(found, 70))
  })

  it('is not read where its bridge is not known', async () => {
    const { bridge: _, ...others } = contracts
    await expect(scene({ network: { contracts: others } }).settlementOf(70)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })
})
