import { arbitrumSource } from '@defimon/arbitrum'
import type { L2Network, Settlement } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { describe, expect, it } from 'vitest'
import { assertion, batch, confirmation, INBOX, OUTBOX, ROLLUP } from './arbitrum-rollup.ts'
import { evidenceOf, plannedBy, simulateParent } from './simulated-parent.ts'

const START_MS = Date.UTC(2025, 5, 1)

function contractsOn(chain: string): L2Network<'arbitrum'>['contracts'] {
  return {
    sequencerInbox: [{ address: INBOX, chain }],
    rollup: [{ address: ROLLUP, chain }],
    outbox: [{ address: OUTBOX, chain }],
  }
}

describe('an L3 on a simulated Nitro chain on a simulated Ethereum', () => {
  it('is settled by its events on the L2, as firm as the L2 says that its own blocks are', async () => {
    const runtime = virtualRuntime({ startMs: START_MS + 800_000 })
    const common = { startBlock: 0, startMs: START_MS, mining: 'manual', transactionsPerBlock: 0, runtime } as const
    const l3 = simulateNetwork({
      ...common,
      stack: 'arbitrum',
      network: { id: 'simulated_l3', evmChainId: 1_337_333 },
      parent: 'arbitrum_one',
      blocks: 400,
      blockTimeMs: 250,
      seed: 'l3',
    })
    const onL2 = [
      batch(0, 4, [0, 1], 'calldata'),
      batch(1, 100, [1, 200], 'committee'),
      batch(2, 230, [200, 300], 'calldata'),
      assertion(l3, 'first', 150, { block: 'none', batches: 0 }, { block: 199, batches: 2 }),
      confirmation(l3, 'first', 280, 199),
    ]
    // Blocks 220 and up of the L2 are posted, but not in a final block of Ethereum.
    const l2 = simulateNetwork({
      ...common,
      stack: 'arbitrum',
      network: { id: 'arbitrum_one', evmChainId: 42_162 },
      blocks: 300,
      blockTimeMs: 1_000,
      safeDepth: 20,
      finalizedDepth: 80,
      seed: 'l2',
      planned: plannedBy(onL2),
    })
    const onEthereum = [batch(0, 10, [0, 100], 'blobs'), batch(1, 58, [100, 280], 'blobs')]
    const ethereum = simulateParent(onEthereum, { runtime, blocks: 61, startMs: START_MS })
    runtime.connect(l2, l3)

    await using l1Source = evmSource(ethereum.network, { runtime })
    const l2Network = { ...l2.network, contracts: contractsOn('ethereum') } as L2Network<'arbitrum'>
    await using l2Source = arbitrumSource(l2Network, { runtime, parent: l1Source })
    const l3Network = { ...l3.network, contracts: contractsOn('arbitrum_one') } as L2Network<'arbitrum'>
    await using l3Source = arbitrumSource(l3Network, { runtime, parent: l2Source })
    const ofL3 = (number: number): Promise<Settlement> =>
      runtime.runUntil(l3Source.getSettlement({ number, hash: l3.chain.block(number)?.hash ?? '' }))
    // The first transaction of a block is ArbOS's own.
    const evidence = (name: string, parts: Parameters<typeof evidenceOf>[3]): ReturnType<typeof evidenceOf> =>
      evidenceOf(l2, onL2, name, parts, 1)

    const covers = { from: 0, to: 199, exact: true }
    const anchor = { number: 199, hash: l3.chain.block(199)?.hash ?? '' }
    const settled = {
      stage: 'settled',
      posted: [await evidence('batch 1', { kind: 'batch', covers: { from: 1, to: 199, exact: true }, dataAvailability: 'dac' })],
      claimed: await evidence('first', { kind: 'state-claim', covers, anchor }),
      settled: await evidence('confirmed first', { kind: 'settlement', covers, anchor }),
    }
    const posted = [
      await evidence('batch 2', {
        kind: 'batch',
        covers: { from: 200, to: 299, exact: true },
        dataAvailability: 'parent-calldata',
      }),
    ]
    expect(settled.posted[0]?.parentStatus).toBe('finalized')
    expect(settled.settled.parentStatus).toBe('included')
    for (const number of [1, 100, 199]) expect((await ofL3(number)).state, `block ${number}`).toEqual(settled)
    for (const number of [200, 299]) expect((await ofL3(number)).state, `block ${number}`).toEqual({ stage: 'posted', posted })
    expect((await ofL3(350)).state).toEqual({ stage: 'sequenced' })

    // The L2 blocks that carry all this are posted to Ethereum in turn.
    const { state } = await runtime.runUntil(l2Source.getSettlement({ number: 230, hash: l2.chain.block(230)?.hash ?? '' }))
    expect(state).toEqual({
      stage: 'posted',
      posted: [
        await evidenceOf(ethereum, onEthereum, 'batch 1', {
          kind: 'batch',
          covers: { from: 100, to: 279, exact: true },
          dataAvailability: 'ethereum-blobs',
        }),
      ],
    })
  })
})
