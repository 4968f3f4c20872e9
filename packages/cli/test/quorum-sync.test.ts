import { onFork, simulateNetwork, staleHead, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { createSync, type SyncEvent } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { describe, expect, it } from 'vitest'

function setUp(faults: readonly (Parameters<typeof onFork>[0] | 'late' | undefined)[], quorum?: number) {
  const runtime = virtualRuntime()
  const simulated = simulateNetwork({
    ...{
      stack: 'evm',
      startBlock: 0,
      blocks: 60,
      blockTimeMs: 12_000,
      transactionsPerBlock: 1,
      finalizedDepth: 30,
      seed: 'quorum',
      runtime,
    },
    endpoints: faults.map((fault) => ({
      faults: fault === undefined ? [] : [{ fault: fault === 'late' ? staleHead(2) : onFork(fault) }],
    })),
  })
  runtime.connect(simulated)
  const sink = memorySink()
  const source = evmSource(simulated.network, { runtime, ...(quorum !== undefined && { quorum }) })
  const sync = createSync({ sources: [{ source, from: 10 }], sink, runtime })
  const events: SyncEvent[] = []
  void (async () => {
    for await (const event of sync.events()) events.push(event)
  })()
  const stored = () => sink.blocks(simulated.network.id)
  return { runtime, simulated, sink, sync, events, stored }
}

describe('a sync with a quorum', () => {
  it('stores what two of three endpoints agree on, whatever the third makes up, and follows the head', async () => {
    const { runtime, simulated, sync, events, stored } = setUp([20, undefined, 'late'], 2)
    const running = sync.run()
    await runtime.runUntil(() => stored().length >= 55, { maxMs: 36_000_000 })
    await runtime.advance(120_000)
    const blocks = stored()
    expect(blocks.filter(({ number, hash }) => simulated.chain.block(number)?.hash !== hash)).toEqual([])
    expect(blocks.every(({ verification }) => verification.anchoredBy !== 'none')).toBe(true)
    expect(events.filter(({ type }) => type === 'stopped' || type === 'reorg')).toEqual([])
    // The late endpoint must have a block before two can agree on it. Whenever the liar is trusted again, it is outvoted again.
    for (let minute = 0; minute < 30; minute += 1) {
      await runtime.advance(60_000)
      expect(simulated.chain.head.number - stored().at(-1)!.number).toBeLessThanOrEqual(4)
    }
    await sync.close()
    await running
    expect(runtime.pendingTimers).toBe(0)
  })

  it('stores nothing while the only two endpoints disagree, and says so', async () => {
    const { runtime, sync, events, stored } = setUp([50, undefined], 2)
    const running = sync.run()
    await runtime.runUntil(() => sync.health()[0]!.state === 'unreachable')
    await runtime.advance(300_000)
    expect(stored()).toEqual([])
    expect(sync.health()[0]!.because).toMatch(/says otherwise than .*no hash has 2 endpoints/)
    expect(events.some(({ type }) => type === 'block')).toBe(false)
    await sync.close()
    await running
  })
})
