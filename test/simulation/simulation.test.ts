import { readdirSync } from 'node:fs'
import type { Batch, Sink, StoredSettlement } from '@defimon/core'
import { sampleBatch, seededRandom, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { sourceFor } from 'defimon'
import { describe, expect, it } from 'vitest'
import { createCheckedStore } from './checked-store.ts'
import { isFitFault } from './fit-fault.ts'
import { runRollupSeed } from './run-rollup-seed.ts'
import { runSeed } from './run-seed.ts'
import { scenarioOf } from './scenario.ts'

describe('the simulation', () => {
  it('does the same for the same seed', async () => {
    const [one, two] = [await runSeed('7'), await runSeed('7')]
    expect(two).toEqual(one)
    expect(one.failure).toBeUndefined()
    expect(JSON.stringify(scenarioOf('7').events)).toBe(JSON.stringify(scenarioOf('7').events))
    expect(JSON.stringify(scenarioOf('8').events)).not.toBe(JSON.stringify(scenarioOf('7').events))
  })

  it('draws every kind of event and many stacks', () => {
    const scenarios = Array.from({ length: 500 }, (_, index) => scenarioOf(String(index + 1)))
    const kinds = new Set(scenarios.flatMap(({ events }) => events.map(({ does }) => does)))
    expect([...kinds].sort()).toEqual(
      ['clock-jump', 'faults', 'halt', 'honest', 'reorg', 'restart', 'resume', 'sink-errors', 'sink-well'].sort(),
    )
    expect(new Set(scenarios.flatMap(({ networks }) => networks.map(({ stack }) => stack))).size).toBeGreaterThan(15)
  })

  it('has every kind of fault that is promised', () => {
    const promised: Readonly<Record<string, readonly string[]>> = {
      '429': ['rate-limited', 'rate-limited-as-error'],
      '5xx': ['internal-server-error', 'bad-gateway'],
      reset: ['connection-reset', 'connection-reset-in-body'],
      truncation: ['truncated-json', 'empty-body'],
      timeouts: ['hang', 'hang-in-body'],
      'stale head': ['stale-head'],
      'wrong block': ['wrong-block', 'same-block-for-all'],
      'mutated block': ['state-root-changed', 'timestamp-changed'],
      'omitted log': ['log-omitted'],
      fork: ['fork'],
      'deep fork': ['deep-fork', 'wrong-network'],
      'syncing node': ['syncing'],
      'endpoint disagreement': ['absurd-head', 'head-from-the-future'],
    }
    const { catalogue } = simulateNetwork({ stack: 'evm' })
    const drawn = Object.keys(catalogue).filter((name) => isFitFault(name, catalogue[name]!, { isFirst: false, isUnseen: false }))
    for (const [kind, names] of Object.entries(promised)) expect(drawn, kind).toEqual(expect.arrayContaining([...names]))
  })

  /** What a broken sync would write: the oracle must notice each of these. */
  const sabotage: Readonly<Record<string, (batch: Batch) => Batch>> = {
    'loses a block': (batch) => ({ ...batch, blocks: batch.blocks.filter(({ number }) => number % 7 !== 0) }),
    'stores a block with other contents': (batch) => ({
      ...batch,
      blocks: batch.blocks.map((block) => ({ ...block, timestampMs: block.timestampMs + 1_000 })),
    }),
    'forgets what it did': (batch) => ({ ...batch, checkpoint: { ...batch.checkpoint, done: [] } }),
    'does not roll back': ({ rollbackTo: _, ...batch }) => batch,
  }

  it.each(Object.keys(sabotage))('notices a sync that %s', async (name) => {
    const runtime = virtualRuntime({ seed: name })
    const simulated = simulateNetwork({
      ...{ stack: 'evm', runtime, seed: 3, blocks: 40, blockTimeMs: 2_000, finalizedDepth: 12 },
      reorgs: { probability: 0.2, maxDepth: 4 },
    })
    runtime.connect(simulated)
    const store = createCheckedStore([simulated], seededRandom('sink'))
    const from = store.start(simulated.network.id, simulated.chain.first.number)
    const sink: Sink = { ...store.sink, write: (batch, options) => store.sink.write(sabotage[name]!(batch), options) }
    const source = await sourceFor(simulated.network, { runtime })
    const sync = createSync({ sources: [{ source, from }], sink, runtime })
    const running = sync.run()
    await runtime.advance(120_000)
    await sync.close()
    await running
    expect(() => store.compare(simulated.network.id)).toThrow(simulated.network.id)
  })

  it('fails on command, at most three times in a row', async () => {
    const simulated = simulateNetwork({ stack: 'evm' })
    const store = createCheckedStore([simulated], seededRandom('sink'))
    store.fail(1)
    const write = () => store.sink.write(sampleBatch([], { network: simulated.network.id }))
    for (let index = 0; index < 3; index += 1) await expect(write()).rejects.toThrow('the disk is full')
    await write()
  })
})

describe('the simulation of a rollup', () => {
  it('finds in the store what the parent chain says, after reorgs and batches that were taken back', {
    timeout: 60_000,
  }, async () => {
    for (const seed of ['1', '5', '6']) {
      const { failure, faults } = await runRollupSeed(seed)
      expect(failure, seed).toBeUndefined()
      expect(faults.get('batch revert')).toBeGreaterThan(0)
    }
  })

  const raised = (settlement: StoredSettlement): StoredSettlement =>
    JSON.parse(JSON.stringify(settlement, (key, value) => (key === 'parentStatus' ? 'finalized' : withoutBigint(value))))
  const withoutBigint = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
  const sabotage: Readonly<Record<string, readonly [RegExp, (batch: Batch) => Batch]>> = {
    'calls final what can go': [/can go/, (batch) => ({ ...batch, settlements: batch.settlements.map(raised) })],
    'loses what was posted': [/the parent says/, (batch) => ({ ...batch, settlements: batch.settlements.slice(1) })],
    'keeps what was taken back': [/the parent says/, (batch) => ({ ...batch, reverted: [] })],
  }

  it.each(Object.keys(sabotage))('notices a sync that %s', { timeout: 60_000 }, async (name) => {
    const [failure, tamper] = sabotage[name]!
    const failures: (string | undefined)[] = []
    for (const seed of ['2', '5', '9']) failures.push((await runRollupSeed(seed, undefined, tamper)).failure)
    expect(failures.join('\n')).toMatch(failure)
  })
})

describe('seeds that failed once', () => {
  const kept = readdirSync(new URL('kept-seeds/', import.meta.url)).filter((name) => name.endsWith('.json'))
  it(`pass: ${kept.length} of them`, { timeout: 120_000 }, async () => {
    const failures: unknown[] = []
    for (const name of kept) {
      const { failure } = await runSeed(name.replace(/\.json$/, ''))
      if (failure) failures.push({ name, failure })
    }
    expect(failures).toEqual([])
  })
})
