import { arbitrumSource } from '@defimon/arbitrum'
import type { BlockSource, Evidence, L2Network, Settlement, SettlementState } from '@defimon/core'
import { type SimulatedNetwork, simulateNetwork, type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
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
  evidence(name: string, parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability' | 'anchor'>): Promise<Evidence>
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A rollup of 200 blocks of 1 s, on a parent of blocks of 12 s that began with it. */
function scene(
  happeningsOf: (l2: SimulatedNetwork) => readonly Happening[],
  options: Partial<ParentOptions> & { readonly network?: Partial<L2Network<'arbitrum'>> } = {},
): Scene {
  const { network, ...parentOptions } = options
  const runtime = virtualRuntime({ startMs: START_MS + 800_000 })
  const l2 = simulateNetwork({
    stack: 'arbitrum',
    startBlock: 0,
    blocks: 200,
    blockTimeMs: 1_000,
    startMs: START_MS,
    mining: 'manual',
    transactionsPerBlock: 1,
    runtime,
  })
  runtime.connect(l2)
  const happenings = happeningsOf(l2)
  const parent = simulateParent(happenings, { runtime, blocks: 61, startMs: START_MS, ...parentOptions })
  const facts = { ...l2.network, contracts, ...network } as L2Network<'arbitrum'>
  const parentSource = evmSource(parent.network, { runtime })
  const source = arbitrumSource(facts, { runtime, parent: parentSource })
  closing.push(
    () => source.close(),
    () => parentSource.close(),
  )
  return {
    runtime,
    parent,
    l2,
    happenings,
    source,
    settlementOf: (number) => {
      const { hash } = l2.chain.block(number) ?? { hash: '' }
      return runtime.runUntil(source.getSettlement({ number, hash }))
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
    for (const number of [149, 1, 101, 60, 180, 95]) {
      const made = scene(eventful)
      expect((await made.settlementOf(number)).state, `block ${number}`).toEqual(await expectedState(made, number))
    }
  })
})
