import type { L2Network, Settlement } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { optimismSource } from '@defimon/optimism'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  answering,
  BATCHER,
  batch,
  FACTORY,
  game,
  INBOX,
  outputRoot,
  PORTAL,
  REGISTRY,
  resolution,
  SYSTEM_CONFIG,
} from './optimism-rollup.ts'
import { evidenceOf, plannedBy, simulateParent } from './simulated-parent.ts'

const START_MS = Date.UTC(2025, 5, 1)

function contractsOn(chain: string): L2Network<'op-stack'>['contracts'] {
  return {
    batchInbox: [{ address: INBOX, chain }],
    systemConfig: [{ address: SYSTEM_CONFIG, chain }],
    optimismPortal: [{ address: PORTAL, chain }],
    disputeGameFactory: [{ address: FACTORY, chain }],
  }
}

describe('an L3 on a simulated Base on a simulated Ethereum', () => {
  it('is settled by its events on the L2, as firm as the L2 says that its own blocks are, for what the L2 charges', async () => {
    const runtime = virtualRuntime({ startMs: START_MS + 650_000 })
    const common = {
      startBlock: 0,
      startMs: START_MS,
      blockTimeMs: 2_000,
      mining: 'manual',
      transactionsPerBlock: 0,
      runtime,
    } as const
    const originOf =
      (blockMs: number) =>
      (timestampMs: number): { number: number; hash: string; timestampMs: number } => {
        const number = Math.floor((timestampMs - START_MS) / blockMs)
        return { number, hash: id(`${blockMs} ${number}`), timestampMs: START_MS + number * blockMs }
      }
    const l3 = simulateNetwork({
      ...common,
      stack: 'op-stack',
      network: { id: 'base_l3', evmChainId: 84_533, parent: 'base' },
      blocks: 301,
      safeDepth: 295,
      finalizedDepth: 298,
      l1Origin: originOf(2_000),
      seed: 'l3',
    })
    const onL2 = [
      ...batch(l3, 30, 1, 20, { type: 'singular' }),
      game('l3', 60, 20, await outputRoot(l3, 20)),
      resolution('l3', 100, 2),
      ...batch(l3, 290, 270, 285, { type: 'singular' }),
    ]
    const call = answering([
      { to: PORTAL, declaration: 'anchorStateRegistry()', types: ['address'], values: () => [REGISTRY] },
      { to: REGISTRY, declaration: 'disputeGameFinalityDelaySeconds()', types: ['uint256'], values: () => [100] },
      { to: SYSTEM_CONFIG, declaration: 'batcherHash()', types: ['address'], values: () => [BATCHER] },
    ])
    // Blocks 221 and up of the L2 are posted, but not in a final block of Ethereum.
    const l2 = simulateNetwork({
      ...common,
      stack: 'op-stack',
      network: { id: 'base', evmChainId: 8453, parent: 'ethereum' },
      blocks: 301,
      safeDepth: 20,
      finalizedDepth: 80,
      l1Origin: originOf(12_000),
      seed: 'l2',
      planned: plannedBy(onL2),
      call,
    })
    const onEthereum = [...batch(l2, 44, 221, 240)]
    const ethereum = simulateParent(onEthereum, { runtime, blocks: 51, startMs: START_MS, call })
    runtime.connect(l2, l3)

    const operators = [{ role: 'batcher', address: BATCHER, chain: 'base' }] as const
    const facts = { dataAvailability: 'parent-calldata' }
    await using l1Source = evmSource(ethereum.network, { runtime })
    const l2Network = { ...l2.network, ...facts, contracts: contractsOn('ethereum') } as L2Network<'op-stack'>
    await using l2Source = optimismSource(l2Network, { runtime, parent: l1Source })
    const l3Network = { ...l3.network, ...facts, operators, contracts: contractsOn('base') } as L2Network<'op-stack'>
    await using l3Source = optimismSource(l3Network, { runtime, parent: l2Source })
    const ofL3 = (number: number): Promise<Settlement> =>
      runtime.runUntil(l3Source.getSettlement({ number, hash: l3.chain.block(number)?.hash ?? '' }))

    const at = (number: number): Promise<{ readonly deposits: number }> =>
      l2
        .fetch(l2.network.endpoints[0]?.url ?? '', {
          method: 'POST',
          body: JSON.stringify({
            jsonrpc: '2.0',
            id: 1,
            method: 'eth_getBlockByNumber',
            params: [`0x${number.toString(16)}`, true],
          }),
        })
        .then(async (response) => (await response.json()) as { result: { transactions: readonly { type: string }[] } })
        .then(({ result }) => ({ deposits: result.transactions.filter(({ type }) => type === '0x7e').length }))
    const about = { covers: { from: 0, to: 20, exact: true }, anchor: { number: 20, hash: l3.chain.block(20)?.hash ?? '' } }
    const claimed = await evidenceOf(l2, onL2, 'game l3', { kind: 'state-claim', ...about }, (await at(60)).deposits)
    const ended = await evidenceOf(l2, onL2, 'resolution l3', { kind: 'settlement', ...about }, (await at(100)).deposits)
    expect(ended.cost?.feeWei).toBeGreaterThan((ended.cost?.gasUsed ?? 0n) * (ended.cost?.gasPriceWei ?? 0n))
    expect(ended.cost).not.toHaveProperty('blobGasUsed')
    for (const number of [1, 20]) {
      expect((await ofL3(number)).state, `block ${number}`).toEqual({ stage: 'settled', claimed, settled: ended })
    }
    expect(ended.parentStatus).toBe('finalized')

    const covers = { from: 270, to: 285, exact: true }
    const parts = { kind: 'batch', covers, dataAvailability: 'parent-calldata' } as const
    const posted = [await evidenceOf(l2, onL2, 'batch 270', parts, (await at(290)).deposits)]
    expect(posted[0]?.parentStatus).toBe('included')
    expect((await ofL3(280)).state).toEqual({ stage: 'posted', posted })
    expect((await ofL3(290)).state).toEqual({ stage: 'sequenced' })

    // The L2 blocks that carry all this are posted to Ethereum in turn.
    const ofL2 = await runtime.runUntil(l2Source.getSettlement({ number: 230, hash: l2.chain.block(230)?.hash ?? '' }))
    expect(ofL2.state).toEqual({
      stage: 'posted',
      posted: [
        await evidenceOf(ethereum, onEthereum, 'batch 221', {
          kind: 'batch',
          covers: { from: 221, to: 240, exact: true },
          dataAvailability: 'ethereum-calldata',
        }),
      ],
    })
  })
})
