import { watchHeads } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { describe, expect, it } from 'vitest'

/** Block times of 53 networks, ms, and how many of them have it: the load that a small machine is to hold. */
const BLOCK_TIMES = [200, 250, 400, 450, 500, 600, 1_000, 1_200, 2_000, 5_000, 6_000, 10_000, 12_000, 30_000, 60_000]
const LEARNING_BLOCKS = 60
const COUNTED_BLOCKS = 150

interface Rhythm {
  readonly blockTimeMs: number
  /** How far a gap may be from the block time, as a share of it; each gap is drawn by itself, so blocks drift away from any grid. */
  readonly irregularity: number
}

interface Measure {
  readonly pollsPerBlock: number
  /** In block times: from the block being there to its being known. */
  readonly medianLag: number
}

/** Watches a chain, 20 to 60 ms away, whose block time the registry has wrong. By prediction, or at a fixed interval. */
async function watch({ blockTimeMs, irregularity }: Rhythm, mode: 'predicted' | { readonly fixedMs: number }): Promise<Measure> {
  const runtime = virtualRuntime({ seed: blockTimeMs })
  const simulated = simulateNetwork({
    stack: 'evm',
    runtime,
    blockTimeMs: (draw) => blockTimeMs * (1 - irregularity + 2 * irregularity * draw()),
    transactionsPerBlock: 0,
    network: { blockTimeMs: 2_000 },
    endpoints: [{ latencyMs: [20, Math.min(60, blockTimeMs / 5)] }],
  })
  runtime.connect(simulated)
  const [endpoint] = simulated.endpoints
  const source = evmSource(simulated.network, { runtime })
  const ending = new AbortController()
  const visibleAtMs = new Map<number, number>()
  simulated.chain.onChange(({ added }) => {
    for (const { number } of added) visibleAtMs.set(number, runtime.monotonicMs())
  })
  const mine = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await runtime.sleep(Math.max(0, (simulated.chain.nextBlockAtMs ?? 0) - simulated.chain.clockMs), ending.signal)
      simulated.chain.catchUp()
    }
  }
  const mining = mine().catch(() => undefined)
  const first = simulated.chain.head.number
  const heads = async function* (): AsyncGenerator<number> {
    if (mode === 'predicted') {
      for await (const { number } of watchHeads(source, { signal: ending.signal })) yield number
      return
    }
    for (;;) {
      yield (await source.getBlock('latest', { detail: 'header' })).number
      await runtime.sleep(mode.fixedMs)
    }
  }
  const lags: number[] = []
  const polls = (): number => endpoint?.statistics.callsByMethod.get('eth_getBlockByNumber') ?? 0
  let pollsBefore = 0
  let countedFrom = 0
  const watching = (async () => {
    let last = first
    for await (const head of heads()) {
      for (let number = last + 1; number <= head; number += 1) {
        if (number - first > LEARNING_BLOCKS) lags.push((runtime.monotonicMs() - (visibleAtMs.get(number) ?? 0)) / blockTimeMs)
      }
      if (countedFrom === 0 && head - first > LEARNING_BLOCKS) [pollsBefore, countedFrom] = [polls(), head]
      last = Math.max(last, head)
      if (last - first > LEARNING_BLOCKS + COUNTED_BLOCKS) return last
    }
    return last
  })()
  const last = await runtime.runUntil(watching, { maxMs: 1e9 })
  ending.abort()
  await Promise.all([source.close(), mining])
  lags.sort((one, other) => one - other)
  return {
    pollsPerBlock: (polls() - pollsBefore) / (last - countedFrom),
    medianLag: lags[Math.floor(lags.length / 2)] ?? Number.NaN,
  }
}

describe.each([0, 0.05, 0.1])('with gaps that differ by up to %d of the block time', (irregularity) => {
  it.each(BLOCK_TIMES)(
    'a block every %d ms costs at most 1.2 polls, and is known within a fifth of that time',
    async (blockTimeMs) => {
      const predicted = await watch({ blockTimeMs, irregularity }, 'predicted')
      expect(predicted.pollsPerBlock).toBeLessThanOrEqual(1.2)
      expect(predicted.medianLag).toBeLessThanOrEqual(0.2)
      // What the same number of polls gives at a fixed interval.
      const fixed = await watch({ blockTimeMs, irregularity }, { fixedMs: blockTimeMs / predicted.pollsPerBlock })
      expect(predicted.medianLag).toBeLessThan(fixed.medianLag)
    },
  )
})

describe('a network that stands still', () => {
  it('costs at most twelve requests an hour, and is noticed when it goes on', async () => {
    const runtime = virtualRuntime({ seed: 3 })
    const simulated = simulateNetwork({ stack: 'evm', runtime, transactionsPerBlock: 0 })
    runtime.connect(simulated)
    const source = evmSource(simulated.network, { runtime })
    const ending = new AbortController()
    const seen: number[] = []
    const watching = (async () => {
      for await (const { number } of watchHeads(source, { signal: ending.signal })) seen.push(number)
    })().catch(() => undefined)
    await runtime.advance(60_000)
    simulated.chain.halt()
    await runtime.advance(3_600_000)
    const requests = (): number => simulated.endpoints[0]?.statistics.requests ?? 0
    const before = requests()
    await runtime.advance(3_600_000)
    expect(requests() - before).toBeLessThanOrEqual(12)
    simulated.chain.resume()
    await runtime.advance(400_000)
    expect(seen.at(-1)).toBeGreaterThan(simulated.chain.head.number - 3)
    ending.abort()
    await Promise.all([watching, source.close()])
    expect(runtime.pendingTimers).toBe(0)
  })
})
