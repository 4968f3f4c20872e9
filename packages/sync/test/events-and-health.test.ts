import { DefimonError } from '@defimon/core'
import { virtualRuntime } from '@defimon/core/testing'
import { createSync, type SyncEvent } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { describe, expect, it } from 'vitest'
import { createFakeChain } from './fake-chain.ts'
import { fakeSource } from './fake-source.ts'

/** A chain whose newest block is as old as `ageMs` when the clock starts. */
function setUp(blocks: number, ageMs = 0) {
  const chain = createFakeChain('base')
  chain.mine(blocks)
  chain.finalized = blocks - 5
  const runtime = virtualRuntime({ startMs: chain.at(blocks - 1)!.timestampMs + ageMs })
  const source = fakeSource(chain, { runtime })
  const sink = memorySink()
  return { chain, runtime, source, sink }
}

describe('events', () => {
  it('reach every listener, from when it began to listen', async () => {
    const { runtime, source, sink } = setUp(10)
    const sync = createSync({ sources: [{ source, from: 0, to: 9 }], sink, runtime })
    const read = async (): Promise<string[]> => {
      const types: string[] = []
      for await (const event of sync.events()) types.push(event.type)
      return types
    }
    const readers = [read(), read()]
    await runtime.runUntil(sync.run())
    const [first, second] = await Promise.all(readers)
    expect(first).toContain('progress')
    expect(first!.filter((type) => type === 'block')).toHaveLength(4)
    expect(second).toEqual(first)
    expect(await read()).toEqual([])
    await sync.close()
  })

  it('of a reorg survive a listener that does not read', async () => {
    const { chain, runtime, source, sink } = setUp(20)
    const sync = createSync({ sources: [source], sink, runtime })
    const slow = sync.events()[Symbol.asyncIterator]()
    void sync.run()
    await runtime.advance(2_000)
    chain.dropAbove(17)
    chain.mine(4, 'fork')
    await runtime.advance(10_000)
    chain.mine(3_000)
    await runtime.advance(600_000)
    expect(sink.checkpoint('base')!.head!.number).toBe(3_021)
    await sync.close()
    const events: SyncEvent[] = []
    for (let next = await slow.next(); !next.done; next = await slow.next()) events.push(next.value)
    expect(events.length).toBe(1_024)
    expect(events.filter(({ type }) => type === 'reorg')).toHaveLength(1)
    expect(events.findLast((event) => event.type === 'block')).toMatchObject({ at: { number: 3_021 } })
  })

  it('end for a listener that aborts', async () => {
    const { runtime, source, sink } = setUp(10)
    const sync = createSync({ sources: [source], sink, runtime })
    const aborting = new AbortController()
    const iterator = sync.events({ signal: aborting.signal })[Symbol.asyncIterator]()
    const next = iterator.next()
    aborting.abort()
    expect(await next).toEqual({ done: true, value: undefined })
    await sync.close()
  })
})

describe('health', () => {
  it('says that the clock of this machine is behind where believed blocks are of the future', async () => {
    const { chain, runtime, source, sink } = setUp(50)
    const sync = createSync({ sources: [{ source, from: 0 }], sink, runtime })
    void sync.run()
    await runtime.advance(2_000)
    runtime.jumpWallClock(-3_600_000)
    chain.mine(1)
    await runtime.advance(10_000)
    expect(sync.health()[0]).toMatchObject({
      state: 'live',
      because: expect.stringContaining('the clock of this machine is behind'),
    })
    await sync.close()
  })

  it('goes from syncing to live, stalls when no block comes, and is live again', async () => {
    const { chain, runtime, source, sink } = setUp(50)
    const sync = createSync({ sources: [{ source, from: 0 }], sink, runtime })
    const states: string[] = []
    const reading = (async () => {
      for await (const event of sync.events()) if (event.type === 'health') states.push(sync.health()[0]!.state)
    })()
    expect(sync.health()[0]).toMatchObject({ state: 'syncing' })
    void sync.run()
    await runtime.advance(2_000)
    expect(sync.health()[0]).toMatchObject({ state: 'live', head: { number: 49 } })
    await runtime.advance(300_000)
    expect(sync.health()[0]).toMatchObject({ state: 'stalled', because: expect.stringMatching(/no new block for \d+ s/) })
    chain.mine(150)
    await runtime.advance(300_000)
    expect(sync.health()[0]!.head!.number).toBe(199)
    await sync.close()
    await reading
    expect(states[0]).toBe('syncing')
    expect(states).toContain('live')
    expect(states).toContain('stalled')
  })

  it('is lagging where blocks arrive that are old', async () => {
    const { runtime, source, sink } = setUp(50, 3_600_000)
    const sync = createSync({ sources: [source], sink, runtime })
    void sync.run()
    await runtime.advance(2_000)
    expect(sync.health()[0]).toMatchObject({ state: 'lagging', because: expect.stringMatching(/36\d\d s old/) })
    expect(sync.health()[0]!.lagMs).toBeGreaterThan(3_600_000)
    await sync.close()
  })

  it('is unreachable when the endpoints go away, and not any more when they are back', async () => {
    const { chain, runtime, source, sink } = setUp(50)
    const sync = createSync({ sources: [source], sink, runtime })
    void sync.run()
    await runtime.advance(2_000)
    source.fault = () => {
      throw new DefimonError('UNREACHABLE', 'all endpoints are down', { network: 'base' })
    }
    await runtime.advance(30_000)
    expect(sync.health()[0]).toMatchObject({ state: 'unreachable', because: 'all endpoints are down' })
    source.fault = undefined
    chain.mine(20)
    await runtime.advance(120_000)
    expect(sync.health()[0]!.state).not.toBe('unreachable')
    expect(sync.health()[0]!.head!.number).toBe(69)
    await sync.close()
    expect(runtime.pendingTimers).toBe(0)
  })
})

describe('closing', () => {
  it('waits for the write that is under way', async () => {
    const { runtime, source, sink } = setUp(50)
    let landed = 0
    let release: (() => void) | undefined
    const slow = {
      ...sink,
      async write(batch: Parameters<typeof sink.write>[0]) {
        await new Promise<void>((resolve) => {
          release = resolve
        })
        await sink.write(batch)
        landed += 1
      },
    }
    const sync = createSync({ sources: [source], sink: slow, runtime })
    const running = sync.run()
    await runtime.advance(2_000)
    expect(release).toBeDefined()
    let closed = false
    const closing = sync.close().then(() => {
      closed = true
    })
    await runtime.settle()
    expect(closed).toBe(false)
    release!()
    await closing
    await running
    expect(landed).toBe(1)
    expect(sink.checkpoint('base')!.head!.number).toBe(49)
  })

  it('ends a run that was aborted, without an error', async () => {
    const { runtime, source, sink } = setUp(50)
    const sync = createSync({ sources: [source], sink, runtime })
    const aborting = new AbortController()
    const running = sync.run({ signal: aborting.signal })
    await runtime.advance(2_000)
    aborting.abort()
    await running
    expect(sync.health()[0]!.state).not.toBe('stopped')
    await sync.close()
    expect(runtime.pendingTimers).toBe(0)
  })
})
