import { DefimonError, type Sink } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { createSync } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { createMetrics } from '@defimon/sync/metrics'
import { Registry } from 'prom-client'
import { beforeAll, describe, expect, it } from 'vitest'

/** Name and labels → value, of one scrape. */
async function scrape(register: Registry): Promise<Map<string, number>> {
  const values = new Map<string, number>()
  for (const line of (await register.metrics()).split('\n')) {
    if (line.startsWith('#') || !line) continue
    const at = line.lastIndexOf(' ')
    values.set(line.slice(0, at), Number(line.slice(at + 1)))
  }
  return values
}

/** What is loaded when first needed takes real time, in which virtual minutes pass. */
beforeAll(async () => {
  const runtime = virtualRuntime()
  const simulated = simulateNetwork({ stack: 'evm', runtime, blocks: 3, mining: 'manual' })
  runtime.connect(simulated)
  const source = evmSource(simulated.network, { runtime })
  const block = await runtime.runUntil(source.getBlock(simulated.chain.first.number))
  await runtime.runUntil(source.getSettlement(block)).catch(() => undefined)
  await runtime.runUntil(source.close())
})

describe('metrics of a sync', () => {
  it('count what was stored, asked, taken back and written, and hold no key', async () => {
    const runtime = virtualRuntime({ seed: 2, startMs: 1_750_000_000_000 })
    const simulated = simulateNetwork({
      stack: 'evm',
      runtime,
      seed: 5,
      blocks: 30,
      blockTimeMs: 4_000,
      finalizedDepth: 10,
      reorgs: { probability: 0.15, maxDepth: 3 },
      network: { id: 'metered' },
      endpoints: [{ latencyMs: 40 }],
    })
    runtime.connect(simulated)
    const register = new Registry()
    const key = 'a-secret-key'
    const host = simulated.endpoints[0]!.host
    const source = evmSource(simulated.network, { runtime, endpoints: [`https://${host}/${key}`] })
    const metrics = createMetrics({ register, sources: [source], runtime })
    const store = memorySink()
    let removed = 0
    let reorgs = 0
    const sync = createSync({ sources: [{ source, from: simulated.chain.first.number }], sink: metrics.observe(store), runtime })
    metrics.watch(sync)
    const listening = (async () => {
      for await (const event of sync.events()) {
        if (event.type !== 'reorg') continue
        reorgs += 1
        removed += event.depth
      }
    })()
    const running = sync.run()
    await runtime.advance(600_000)
    const values = await scrape(register)
    const network = 'network="metered"'
    const head = sync.health()[0]!.head!
    expect(values.get(`defimon_head_number{${network}}`)).toBe(head.number)
    expect(values.get(`defimon_network_state{${network},state="live"}`)).toBe(1)
    expect(values.get(`defimon_network_state{${network},state="stalled"}`)).toBe(0)
    expect(reorgs).toBeGreaterThan(2)
    expect(values.get(`defimon_reorgs_total{${network}}`)).toBe(reorgs)
    expect(values.get(`defimon_reorg_depth_blocks_sum{${network}}`)).toBe(removed)
    const first = simulated.chain.first.number
    expect(values.get(`defimon_blocks_total{${network}}`)).toBe(head.number - first + 1 + removed)
    expect(values.get(`defimon_verification_total{${network},check="block-hash",outcome="passed"}`)).toBe(
      head.number - first + 1 + removed,
    )
    expect(values.get(`defimon_detection_lag_seconds_count{${network}}`)).toBe(head.number - first + 1 + removed)
    const [hour] = metrics.measures.hours('metered')
    expect(hour?.transactions.user).toBeGreaterThan(0)
    expect(values.get(`defimon_settlement_lag_seconds_count{${network},stage="settled"}`)).toBeGreaterThan(100)
    const asked = simulated.endpoints[0]!.statistics.calls
    expect(values.get(`defimon_requests_total{${network},host="${host}",outcome="ok"}`)).toBeGreaterThan(asked * 0.9)
    expect(values.get(`defimon_endpoint_breaker{${network},host="${host}"}`)).toBe(0)
    expect(values.get(`defimon_sink_queued_bytes{${network}}`)).toBe(0)
    expect(values.get(`defimon_sink_write_seconds_count{${network},outcome="ok"}`)).toBeGreaterThan(10)
    expect(await register.metrics()).not.toContain(key)
    await sync.close()
    await Promise.all([running, listening])
    metrics.close()
    expect(runtime.pendingTimers).toBe(0)
  })

  it('count a write that failed, and nothing of what it held', async () => {
    const register = new Registry()
    const metrics = createMetrics({ register, sources: [], runtime: virtualRuntime() })
    const failing: Sink = { ...memorySink(), write: () => Promise.reject(new DefimonError('SINK', 'full')) }
    const batch = { network: 'x', blocks: [], settlements: [], reverted: [], checkpoint: { network: 'x', done: [] } }
    await expect(metrics.observe(failing).write(batch)).rejects.toMatchObject({ code: 'SINK' })
    const values = await scrape(register)
    expect(values.get('defimon_sink_write_seconds_count{network="x",outcome="failed"}')).toBe(1)
    expect(values.get('defimon_blocks_total{network="x"}')).toBeUndefined()
    expect(metrics.measures.hours('x')).toEqual([])
  })
})
