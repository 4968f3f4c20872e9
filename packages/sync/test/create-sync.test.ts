import { type BlockRef, DefimonError, type Sink } from '@defimon/core'
import { type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { createSync, type SyncEvent } from '@defimon/sync'
import { type MemorySink, memorySink } from '@defimon/sync/memory'
import { describe, expect, it } from 'vitest'
import { createFakeChain, type FakeChain } from './fake-chain.ts'
import { fakeSource } from './fake-source.ts'

function refs(blocks: readonly BlockRef[]): string[] {
  return blocks.map((block) => `${block.number} ${block.hash.slice(0, 10)}`)
}

async function collect(events: AsyncIterable<SyncEvent>, into: SyncEvent[]): Promise<void> {
  for await (const event of events) into.push(event)
}

/** The sink holds the chain from `from` on, and its checkpoint says so. */
function expectStored(sink: MemorySink, chain: FakeChain, from: number, to = chain.head!.number): void {
  const wanted = chain.blocks().filter((block) => block.number >= from && block.number <= to)
  expect(refs(sink.blocks(chain.network))).toEqual(refs(wanted))
  const checkpoint = sink.checkpoint(chain.network)!
  expect(checkpoint.done).toEqual([{ from, to }])
  expect(checkpoint.head).toEqual({ number: to, hash: chain.at(to)!.hash })
}

function setUp(options: { blocks?: number; finalized?: number; noTags?: boolean } = {}) {
  const runtime: VirtualRuntime = virtualRuntime()
  const chain = createFakeChain('base')
  chain.mine(options.blocks ?? 50)
  chain.finalized = options.finalized
  const source = fakeSource(chain, { runtime, ...(options.noTags && { noTags: true }) })
  return { runtime, chain, source, sink: memorySink() }
}

describe('createSync', () => {
  it('stores a range and ends', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 1000, finalized: 990 })
    const sync = createSync({ sources: [{ source, from: 10, to: 900 }], sink, runtime })
    await runtime.runUntil(sync.run())
    expectStored(sink, chain, 10, 900)
    await sync.close()
    expect(source.closed).toBe(true)
    expect(runtime.pendingTimers).toBe(0)
  })

  it('fills and follows at once', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 1000, finalized: 990 })
    const sync = createSync({ sources: [{ source, from: 0, to: 1003 }], sink, runtime })
    const running = sync.run()
    await runtime.advance(500)
    expect(sink.block('base', 995)).toBeDefined()
    expect(sink.block('base', 500)).toBeUndefined()
    chain.mine(4)
    await runtime.runUntil(running)
    expectStored(sink, chain, 0, 1003)
    await sync.close()
  })

  it('follows only, from the head, by default', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 50, finalized: 30 })
    const sync = createSync({ sources: [source], sink, runtime })
    const events: SyncEvent[] = []
    const collecting = collect(sync.events(), events)
    const running = sync.run()
    await runtime.advance(3_000)
    chain.mine(3)
    await runtime.advance(10_000)
    expectStored(sink, chain, 49)
    expect(sync.health()[0]).toMatchObject({ network: 'base', head: { number: 52 } })
    await sync.close()
    await running
    await collecting
    expect(events.flatMap((event) => (event.type === 'block' ? [event.at.number] : []))).toEqual([49, 50, 51, 52])
    expect(runtime.pendingTimers).toBe(0)
  })

  it('takes a reorg back and tells its depth', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 50, finalized: 30 })
    const sync = createSync({ sources: [{ source, from: 40 }], sink, runtime })
    const events: SyncEvent[] = []
    void collect(sync.events(), events)
    const running = sync.run()
    await runtime.advance(3_000)
    chain.dropAbove(45)
    chain.mine(6, 'fork')
    await runtime.advance(10_000)
    expectStored(sink, chain, 40)
    const reorg = events.find((event) => event.type === 'reorg')
    expect(reorg).toEqual({ type: 'reorg', network: 'base', commonAncestor: { number: 45, hash: chain.at(45)!.hash }, depth: 4 })
    await sync.close()
    await running
  })

  it('stops at a reorg below finality and leaves the finalized rows', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 50, finalized: 45 })
    const sync = createSync({ sources: [{ source, from: 40 }], sink, runtime })
    const events: SyncEvent[] = []
    void collect(sync.events(), events)
    const running = sync.run()
    await runtime.advance(3_000)
    const before = refs(sink.blocks('base'))
    chain.dropAbove(42)
    chain.mine(20, 'fork')
    await runtime.runUntil(running)
    expect(refs(sink.blocks('base'))).toEqual(before)
    const stopped = events.find((event) => event.type === 'stopped')
    expect(stopped).toMatchObject({ reason: 'reorg-below-finality', error: { code: 'REORG_TOO_DEEP', network: 'base' } })
    expect(sync.health()[0]!.state).toBe('stopped')
    await sync.close()
  })

  it('goes on where it was, and fills what came while it was down', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 50, finalized: 30 })
    const first = createSync({ sources: [source], sink, runtime })
    const running = first.run()
    await runtime.advance(3_000)
    await first.close()
    await running
    chain.mine(1000)
    chain.finalized = 1000
    const second = createSync({ sources: [fakeSource(chain, { runtime })], sink, runtime })
    void second.run()
    await runtime.advance(60_000)
    expectStored(sink, chain, 49)
    await second.close()
  })

  it('finds a reorg that happened while it was down', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 50, finalized: 30 })
    const first = createSync({ sources: [{ source, from: 20 }], sink, runtime })
    void first.run()
    await runtime.advance(3_000)
    await first.close()
    chain.dropAbove(40)
    chain.mine(20, 'fork')
    const second = createSync({ sources: [{ source: fakeSource(chain, { runtime }), from: 20 }], sink, runtime })
    void second.run()
    await runtime.advance(30_000)
    expectStored(sink, chain, 20)
    await second.close()
  })

  it('counts blocks far below the head as final where there is no tag', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 50, noTags: true })
    const sync = createSync({ sources: [{ source, from: 0, maxReorgDepth: 10 }], sink, runtime })
    const running = sync.run()
    await runtime.advance(5_000)
    expectStored(sink, chain, 0)
    expect(sink.checkpoint('base')!.finalized!.number).toBe(39)
    chain.dropAbove(30)
    chain.mine(30, 'fork')
    await runtime.runUntil(running)
    expect(sync.health()[0]!.state).toBe('stopped')
    await sync.close()
  })

  it('keeps the others going when one network is dead, and says which one', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 50, finalized: 30 })
    const deadChain = createFakeChain('optimism')
    const dead = fakeSource(deadChain, { runtime })
    dead.fault = () => {
      throw new DefimonError('UNREACHABLE', 'no endpoint answers', { network: 'optimism' })
    }
    const sync = createSync({ sources: [dead, { source, from: 0, to: 49 }], sink, runtime })
    const running = sync.run()
    await runtime.advance(20_000)
    expectStored(sink, chain, 0)
    expect(sync.health()[0]).toMatchObject({ network: 'optimism', state: 'unreachable', because: 'no endpoint answers' })
    deadChain.mine(20)
    dead.fault = undefined
    await runtime.advance(120_000)
    expect(sink.blocks('optimism').length).toBeGreaterThan(0)
    await sync.close()
    await running
    expect(runtime.pendingTimers).toBe(0)
  })

  it('tries a failing sink again, then stops that network and says so', async () => {
    const { runtime, chain, source, sink } = setUp({ blocks: 50, finalized: 30 })
    let failures = 3
    const flaky: Sink = {
      ...sink,
      write: async (batch) => {
        if (failures-- > 0) throw new Error('disk full')
        await sink.write(batch)
      },
    }
    const sync = createSync({ sources: [{ source, from: 20, to: 49 }], sink: flaky, runtime })
    await runtime.runUntil(sync.run())
    expectStored(sink, chain, 20)

    failures = Number.POSITIVE_INFINITY
    const broken = createSync({ sources: [{ source, from: 10, to: 49 }], sink: flaky, runtime })
    const events: SyncEvent[] = []
    void collect(broken.events(), events)
    await runtime.runUntil(broken.run())
    await runtime.settle()
    expect(events.find((event) => event.type === 'stopped')).toMatchObject({ reason: 'sink', error: { code: 'SINK' } })
    expect(broken.health()[0]!.because).toContain('disk full')
  })

  it('rejects with SINK where the sink does not open, and with the error that a sink of ours gives', async () => {
    const { runtime, source, sink } = setUp()
    const opened = (error: unknown) => {
      const closed: Sink = { ...sink, open: () => Promise.reject(error) }
      return runtime.runUntil(createSync({ sources: [source], sink: closed, runtime }).run())
    }
    await expect(opened(new Error('no such table'))).rejects.toMatchObject({
      code: 'SINK',
      message: expect.stringContaining('no such table'),
    })
    await expect(opened(new DefimonError('UNSUPPORTED', 'Node 20'))).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })

  it('leaves skipped heights out and counts them as done', async () => {
    const runtime = virtualRuntime()
    const chain = createFakeChain('solana')
    chain.mine(40, '', 2)
    chain.finalized = chain.blocks()[20]!.number
    const sink = memorySink()
    const sync = createSync({ sources: [{ source: fakeSource(chain, { runtime }), from: 0 }], sink, runtime })
    void sync.run()
    await runtime.advance(10_000)
    expectStored(sink, chain, 0)
    await sync.close()
  })

  it('says at once that a network is shut down', async () => {
    const { runtime, chain, sink } = setUp()
    const source = fakeSource(chain, {
      runtime,
      network: { status: { state: 'sunset', since: '2025-01-01', successor: 'zksync_era' } },
    })
    const sync = createSync({ sources: [source], sink, runtime })
    expect(sync.health()[0]).toMatchObject({
      state: 'sunset',
      because: 'the network is shut down since 2025-01-01, followed by zksync_era',
    })
    await sync.close()
  })

  it('refuses two sources of one network, an empty range and a second run', async () => {
    const { runtime, source, sink } = setUp()
    expect(() => createSync({ sources: [source, source], sink, runtime })).toThrow(/two sources of base/)
    expect(() => createSync({ sources: [{ source, from: 5, to: 4 }], sink, runtime })).toThrow(/below/)
    expect(() => createSync({ sources: [{ source, from: 1.5 }], sink, runtime })).toThrow(/1.5/)
    const sync = createSync({ sources: [source], sink, runtime })
    void sync.run()
    await expect(sync.run()).rejects.toMatchObject({ code: 'CONFIG' })
    await sync.close()
  })
})
