import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type L2Network, systemRuntime } from '@defimon/core'
import { type SimulatedStack, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { sqliteSink } from '@defimon/sync/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sourceFor } from '../src/adapters.ts'
import { createCallMeter } from '../src/plan/call-meter.ts'
import type { Keep } from '../src/plan/measure-disk.ts'
import { planNetwork } from '../src/plan/plan-network.ts'
import { jsonLines, runCommand } from './run-command.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'defimon-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const FROM = 1_000
const TO = 1_299
const PER_SECOND = 50

interface Case {
  readonly stack: Extract<SimulatedStack, 'evm' | 'op-stack' | 'solana' | 'near' | 'starknet'>
  readonly keep: Keep
  readonly requestsPerHour?: number
  /** Of Solana: the chance that a leader misses its slots. */
  readonly skippedSlots?: number
}

/** What a machine with much else to do may take. */
const TIMEOUT_MS = 90_000

/** Plans a range and then syncs it. */
async function planAndRun({ stack, keep, requestsPerHour, skippedSlots }: Case) {
  const open = () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({
      ...{ stack, runtime, mining: 'manual', startBlock: FROM, blocks: TO - FROM + 41 },
      ...(skippedSlots !== undefined && { skippedSlots, seed: 5 }),
      endpoints: [{ callsPerSecond: PER_SECOND, latencyMs: 20 }],
    })
    runtime.connect(simulated)
    const network = {
      ...simulated.network,
      endpoints: simulated.network.endpoints.map((endpoint) => ({ ...endpoint, requestsPerSecond: PER_SECOND })),
    } as L2Network
    const budget = requestsPerHour === undefined ? {} : { requestsPerHour }
    return { runtime, simulated, network, budget }
  }
  const planned = open()
  const { signal } = new AbortController()
  const planSource = await sourceFor(planned.network, { runtime: planned.runtime })
  const options = { source: planSource, from: FROM, to: TO, detail: 'receipts', keep, samples: 16, requestsPerHour } as const
  const plan = await planned.runtime.runUntil(planNetwork({ ...options, signal, onProgress: () => {} }), {
    outsideMs: TIMEOUT_MS,
  })
  await planSource.close()

  const real = planned
  const before = real.simulated.endpoints[0]!.statistics.calls
  const file = join(folder, 'real.sqlite')
  const source = await sourceFor(real.network, { runtime: real.runtime, ...real.budget })
  const meter = createCallMeter(source.transport)
  const sync = createSync({
    sources: [{ source, from: FROM, to: TO }],
    sink: sqliteSink({ file, keep }),
    runtime: real.runtime,
  })
  const beganMs = real.runtime.monotonicMs()
  await real.runtime.runUntil(sync.run(), { maxMs: 24 * 3_600_000, outsideMs: TIMEOUT_MS })
  const hours = (real.runtime.monotonicMs() - beganMs) / 3_600_000
  await sync.close()
  const { calls } = real.simulated.endpoints[0]!.statistics
  const { responseBytes } = meter.total
  meter.close()
  return { plan, run: { calls: calls - before, responseBytes, hours, diskBytes: statSync(file).size } }
}

describe('a plan is within 15 % of what the sync then costs', () => {
  test.each<Case>([
    { stack: 'evm', keep: 'logs' },
    { stack: 'op-stack', keep: 'measures' },
    { stack: 'solana', keep: 'transactions' },
    { stack: 'solana', keep: 'logs', skippedSlots: 0.3 },
    { stack: 'near', keep: 'logs' },
    { stack: 'starknet', keep: 'logs' },
    { stack: 'evm', keep: 'measures', requestsPerHour: 1_000 },
  ])('$stack, $keep, $requestsPerHour, $skippedSlots', { timeout: TIMEOUT_MS }, async (each) => {
    const { plan, run } = await planAndRun(each)
    const off = (key: keyof typeof run): number => Math.abs(plan[key] / run[key] - 1)
    const shown = JSON.stringify({ plan, run })
    expect(off('calls'), shown).toBeLessThan(0.15)
    expect(off('responseBytes'), shown).toBeLessThan(0.15)
    expect(off('hours'), shown).toBeLessThan(0.15)
    expect(off('diskBytes'), shown).toBeLessThan(0.15)
    expect(plan.boundBy).toBe(each.requestsPerHour ? 'requestsPerHour' : 'rate limit')
  })
})

describe('defimon plan', () => {
  const setUp = () => {
    const network = { id: 'ethereum', evmChainId: 1 }
    const simulated = simulateNetwork({ stack: 'evm', network, mining: 'manual', startBlock: 100, blocks: 64 })
    const argv = ['plan', 'ethereum', '--endpoint', simulated.endpoints[0]!.endpoint.url, '--samples', '3']
    return { argv, options: { runtime: { ...systemRuntime(), fetch: simulated.fetch } } }
  }

  test('says that an archive is needed where the oldest blocks are gone', async () => {
    const { argv, options } = setUp()
    const old = await runCommand([...argv, '--from', '20', '--json'], options)
    expect(old).toMatchObject({ exitCode: 0, stderr: '' })
    expect(jsonLines(old.stdout)[0]).toMatchObject({ from: 20, to: 163, archive: { needed: true } })
    const kept = await runCommand([...argv, '--from', '100'], options)
    expect(kept.stdout).toMatch(/ethereum {2}100-163 .*no: block 100 was served/)
  })

  test('refuses a range that there is not', async () => {
    const { argv, options } = setUp()
    const above = await runCommand([...argv, '--from', '9', '--to-block', '164'], options)
    expect(above).toMatchObject({ exitCode: 2, stderr: 'defimon: ethereum: --to-block 164 is above the head, 163\n' })
    expect((await runCommand([...argv, '--from', '9', '--to-block', '8'], options)).exitCode).toBe(2)
  })
})
