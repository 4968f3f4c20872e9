import { arbitrumSource } from '@defimon/arbitrum'
import type { BlockSource, L2Network } from '@defimon/core'
import { type SimulatedNetwork, seededRandom, simulateNetwork, type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { optimismSource } from '@defimon/optimism'
import { createSync, type SyncEvent } from '@defimon/sync'
import { type MemorySink, memorySink } from '@defimon/sync/memory'
import { starknetSource } from '@defimon/zk/starknet'
import { describe, expect, it } from 'vitest'
import {
  arbitrumRollup as arbitrum,
  encodeLog,
  type Happening,
  optimismRollup as optimism,
  simulateParent,
} from '../../../test/settlement/rollups.ts'

const START_MS = Date.UTC(2025, 5, 1)
const LAST = 120
/** The parent block that first holds a hash of the rollup. */
const ANCHORED_AT = 40
const PARENT_BLOCKS_BEFORE = 35
const PARENT_BLOCKS_AFTER = 45
const CORE = `0x${'c0'.repeat(20)}`

/** A rollup, what its parent holds of it, and how its settlement is read. */
interface Rollup {
  readonly simulate: (seed: string, runtime: VirtualRuntime) => SimulatedNetwork
  readonly happenings: (truth: SimulatedNetwork) => Promise<readonly Happening[]>
  readonly source: (l2: SimulatedNetwork, parent: BlockSource, runtime: VirtualRuntime) => BlockSource
  readonly call?: Parameters<typeof simulateParent>[1]['call']
}

const common = {
  startBlock: 0,
  blocks: LAST + 1,
  blockTimeMs: 2_000,
  startMs: START_MS,
  mining: 'manual',
  transactionsPerBlock: 1,
  finalizedDepth: 10,
  safeDepth: 5,
} as const

const ROLLUPS: Readonly<Record<string, Rollup>> = {
  'OP Stack': {
    simulate: (seed, runtime) =>
      simulateNetwork({
        ...{
          ...common,
          stack: 'op-stack',
          network: { id: 'base', evmChainId: 8453, parent: 'ethereum' },
          fork: 'jovian',
          seed,
          runtime,
        },
        l1Origin: (timestampMs) => {
          const number = Math.floor((timestampMs - START_MS) / 12_000)
          return { number, hash: seededRandom(`origin ${number}`).hex(32), timestampMs: START_MS + number * 12_000 }
        },
      }),
    happenings: async (truth) => [
      ...optimism.batch(truth, 20, 1, 100),
      optimism.output(0, 21, 100, await optimism.outputRoot(truth, 100)),
    ],
    source: (l2, parent, runtime) => {
      const contracts = {
        batchInbox: [{ address: optimism.INBOX, chain: 'ethereum' }],
        systemConfig: [{ address: optimism.SYSTEM_CONFIG, chain: 'ethereum' }],
        l2OutputOracle: [{ address: optimism.ORACLE, chain: 'ethereum' }],
      }
      return optimismSource({ ...l2.network, contracts } as L2Network<'op-stack'>, { runtime, parent })
    },
    call: optimism.answering([
      // 19 parent blocks after block 21.
      { to: optimism.ORACLE, declaration: 'finalizationPeriodSeconds()', types: ['uint256'], values: () => [19 * 12] },
      { to: optimism.SYSTEM_CONFIG, declaration: 'batcherHash()', types: ['address'], values: () => [optimism.BATCHER] },
    ]),
  },
  Arbitrum: {
    simulate: (seed, runtime) => simulateNetwork({ ...common, stack: 'arbitrum', seed, runtime }),
    happenings: async (truth) => [
      arbitrum.batch(0, 20, [0, 101], 'calldata'),
      arbitrum.assertion(truth, 'first', 21, { block: 'none', batches: 1 }, { block: 100, batches: 1 }),
      arbitrum.confirmation(truth, 'first', ANCHORED_AT, 100),
    ],
    source: (l2, parent, runtime) => {
      const contracts = {
        sequencerInbox: [{ address: arbitrum.INBOX, chain: 'ethereum' }],
        rollup: [{ address: arbitrum.ROLLUP, chain: 'ethereum' }],
        outbox: [{ address: arbitrum.OUTBOX, chain: 'ethereum' }],
      }
      return arbitrumSource({ ...l2.network, contracts } as L2Network<'arbitrum'>, { runtime, parent })
    },
  },
  StarkNet: {
    simulate: (seed, runtime) =>
      simulateNetwork({ ...common, stack: 'starknet', commitments: false, transactionsPerBlock: 0, seed, runtime }),
    happenings: async (truth) => [
      {
        ...{ name: 'update', at: ANCHORED_AT, purpose: 'execute' },
        transaction: () => ({
          from: `0x${'5e'.repeat(20)}`,
          to: CORE,
          logs: [
            encodeLog(
              CORE,
              'LogStateUpdate(uint256 globalRoot, int256 blockNumber, uint256 blockHash)',
              7,
              100,
              truth.chain.block(100)!.hash,
            ),
          ],
        }),
      },
    ],
    source: (l2, parent, runtime) =>
      starknetSource({ ...l2.network, contracts: { core: [{ address: CORE, chain: 'ethereum' }] } } as L2Network<'starknet'>, {
        runtime,
        parent,
      }),
  },
}

async function syncAgainst(rollup: Rollup, seed: string) {
  const runtime = virtualRuntime({ startMs: START_MS + 500_000 })
  const truth = rollup.simulate('truth', runtime)
  const l2 = seed === 'truth' ? truth : rollup.simulate(seed, runtime)
  runtime.connect(l2)
  const parent = simulateParent(await rollup.happenings(truth), {
    ...{ runtime, blocks: PARENT_BLOCKS_BEFORE, startMs: START_MS, ...(rollup.call && { call: rollup.call }) },
  })
  const parentSource = evmSource(parent.network, { runtime })
  const source = rollup.source(l2, parentSource, runtime)
  const network = source.network.id
  const sink: MemorySink = memorySink()
  const sync = createSync({ sources: [{ source, from: 0 }], sink, runtime })
  const events: SyncEvent[] = []
  void (async () => {
    for await (const event of sync.events()) events.push(event)
  })()
  const running = sync.run()
  await runtime.runUntil(() => sink.blocks(network).length === LAST + 1)
  await runtime.advance(60_000)
  const meanwhile = sink.blocks(network).map(({ verification }) => verification.anchoredBy)
  parent.chain.mine(PARENT_BLOCKS_AFTER)
  await runtime.runUntil(
    () => events.some(({ type }) => type === 'stopped') || sink.checkpoint(network)?.anchoredUpTo !== undefined,
  )
  const state = sync.health()[0]!.state
  await sync.close()
  await running
  await parentSource.close()
  return { truth, sink, network, events, meanwhile, state, runtime }
}

describe.each(Object.entries(ROLLUPS))('a perfect forged chain of the %s', (_name, rollup) => {
  it('is caught at the first anchor; what was stored meanwhile was marked as not anchored', async () => {
    const { truth, sink, network, events, meanwhile, state } = await syncAgainst(rollup, 'forged')
    const stored = sink.blocks(network)
    // Every check that can be recomputed passed: nothing but the parent tells.
    expect(stored.some(({ number, hash }) => hash === truth.chain.block(number)?.hash)).toBe(false)
    expect(stored.every(({ verification }) => verification.passed.includes('block-hash'))).toBe(true)
    expect(new Set(meanwhile)).toEqual(new Set(['none']))
    const stopped = events.find(({ type }) => type === 'stopped')
    expect(stopped).toMatchObject({ network, reason: 'contradiction', error: { code: 'CONTRADICTION' } })
    expect(state).toBe('stopped')
    expect(stored.every(({ verification }) => verification.anchoredBy === 'none')).toBe(true)
    expect(sink.checkpoint(network)!.anchoredUpTo).toBeUndefined()
  })

  it('is told from the true one, which is anchored there', async () => {
    const { truth, sink, network, events, meanwhile, runtime } = await syncAgainst(rollup, 'truth')
    expect(new Set(meanwhile)).toEqual(new Set(['none']))
    expect(events.some(({ type }) => type === 'stopped')).toBe(false)
    expect(sink.checkpoint(network)!.anchoredUpTo).toMatchObject({ number: 100, hash: truth.chain.block(100)!.hash })
    expect(sink.block(network, 100)!.verification.anchoredBy).toMatchObject({
      parent: { network: 'ethereum', parentStatus: 'finalized' },
    })
    expect(runtime.pendingTimers).toBe(0)
  })
})
