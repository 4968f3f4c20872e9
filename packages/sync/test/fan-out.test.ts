import { type Batch, type Checkpoint, DefimonError, type L2Block, type Sink } from '@defimon/core'
import { describeSink, sampleBlocks, virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { type FanOutOptions, fanOutSink } from '@defimon/sync/fan-out'
import { type MemorySink, memorySink } from '@defimon/sync/memory'
import { describe, expect, it } from 'vitest'
import { createFakeChain, type FakeChain } from './fake-chain.ts'
import { fakeSource } from './fake-source.ts'

/** Follows two sinks that must hold the same. */
function same<T>(sinks: readonly MemorySink[], read: (sink: MemorySink) => T): T {
  const [first, ...others] = sinks.map(read)
  for (const other of others) expect(other).toEqual(first)
  return first!
}

describeSink({
  describe,
  it,
  name: 'fanOutSink',
  create() {
    const sinks = [memorySink(), memorySink()]
    return {
      sink: (): Sink => fanOutSink(sinks),
      readBlocks: async (network) => same(sinks, (sink) => sink.blocks(network)),
      readAmounts: async (network, hash) =>
        same(sinks, (sink) => sink.blocks(network))
          .find((block) => block.hash === hash)!
          .transactions!.map(({ hash: transactionHash, valueWei, nonce, fee }) => ({
            ...{ hash: transactionHash, valueWei, nonce },
            feeWei: fee?.totalWei,
          })),
      readStage: async (network, block) =>
        same(sinks, (sink) => sink.settlements(network)).find((settlement) => settlement.block.number === block.number)?.state
          .stage,
    }
  },
  leaveOut: { 'writes all of a batch or nothing of it': 'each sink does for itself; one that fails is tried again' },
})

function batchOf(blocks: readonly L2Block[], rest: Partial<Batch> = {}): Batch {
  const last = blocks.at(-1)!
  const checkpoint = { network: 'base', done: [{ from: 0, to: last.number }], head: { number: last.number, hash: last.hash } }
  return { network: 'base', blocks, settlements: [], reverted: [], checkpoint, ...rest }
}

/** A memory sink that does as it is told before each write. */
function moody(before: () => Promise<void> | void): MemorySink & { writes: number } {
  const sink = memorySink()
  return Object.assign(sink, {
    writes: 0,
    write: (
      (write) =>
      async (batch: Batch): Promise<void> => {
        await before()
        await write(batch)
      }
    )(sink.write),
  })
}

const blocks = sampleBlocks({ network: 'base', from: 0, count: 40 })
const numbers = (sink: MemorySink): number[] => sink.blocks('base').map(({ number }) => number)

describe('a sink that fails', () => {
  it('is tried again while the others go on, and gets everything in order', async () => {
    const runtime = virtualRuntime()
    let fails = true
    const good = memorySink()
    const bad = moody(() => {
      if (fails) throw new Error('the database is away')
    })
    const sink = fanOutSink([good, bad], { runtime })
    await sink.open()
    for (let at = 0; at < 4; at++) await runtime.runUntil(sink.write(batchOf(blocks.slice(at, at + 1))))
    expect(numbers(good)).toEqual([0, 1, 2, 3])
    expect(numbers(bad)).toEqual([])
    expect(sink.lagging()).toEqual([{ sink: 1, network: 'base', waitingBlocks: 4, because: 'the database is away' }])
    fails = false
    await runtime.runUntil(() => sink.lagging().length === 0)
    expect(numbers(bad)).toEqual([0, 1, 2, 3])
    await sink.close()
    expect(runtime.pendingTimers).toBe(0)
  })

  it('holds the writes up when too much waits for it', async () => {
    const runtime = virtualRuntime()
    let fails = true
    const bad = moody(() => {
      if (fails) throw new Error('the database is away')
    })
    const sink = fanOutSink([memorySink(), bad], { runtime, maxWaitingBlocks: 3 })
    await sink.open()
    await runtime.runUntil(sink.write(batchOf(blocks.slice(0, 3))))
    let isStored = false
    const writing = sink.write(batchOf(blocks.slice(3, 4))).then(() => {
      isStored = true
    })
    await runtime.advance(120_000)
    expect(isStored).toBe(false)
    fails = false
    await runtime.runUntil(writing)
    expect(numbers(bad)).toEqual([0, 1, 2, 3])
    await sink.close()
  })

  it('and all the others too: the write fails, and the batch that is written again is one batch', async () => {
    const runtime = virtualRuntime()
    let fails = true
    let writes = 0
    const bad = moody(() => {
      if (fails) throw new Error('the network is down')
      writes += 1
    })
    const sink = fanOutSink([bad, bad], { runtime })
    await sink.open()
    const batch = batchOf(blocks.slice(0, 2))
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(runtime.runUntil(sink.write(batch))).rejects.toMatchObject({
        code: 'SINK',
        retryable: true,
        message: /network is down/,
      })
    }
    fails = false
    await runtime.runUntil(() => sink.lagging().length === 0)
    expect(writes).toBe(2)
    await sink.close()
    expect(runtime.pendingTimers).toBe(0)
  })

  it('for good stops its network, also when others went on before that came out', async () => {
    const runtime = virtualRuntime()
    let how: 'later' | 'never' = 'later'
    const bad = moody(() => {
      throw new DefimonError('SINK', how, { retryable: how === 'later' })
    })
    const sink = fanOutSink([memorySink(), bad], { runtime })
    await sink.open()
    await runtime.runUntil(sink.write(batchOf(blocks.slice(0, 1))))
    how = 'never'
    await runtime.advance(60_000)
    await expect(sink.write(batchOf(blocks.slice(1, 2)))).rejects.toMatchObject({
      code: 'SINK',
      retryable: false,
      message: 'never',
    })
    // Another network is not held up by it.
    const other = { ...batchOf(blocks.slice(0, 1)), network: 'other', checkpoint: { network: 'other', done: [] } }
    await expect(runtime.runUntil(sink.write(other))).rejects.toMatchObject({ message: 'never' })
    await sink.close()
    expect(runtime.pendingTimers).toBe(0)
  })
})

describe('after a crash', () => {
  /** What each sink holds when the process dies: the batches of one chain up to some height of its own. */
  async function crashed(chain: FakeChain, heights: readonly number[], finalized: number): Promise<MemorySink[]> {
    return Promise.all(
      heights.map(async (height) => {
        const sink = memorySink()
        if (height < 0) return sink
        const stored = chain.blocks().slice(0, height + 1)
        const ref = ({ number, hash }: L2Block): { number: number; hash: string } => ({ number, hash })
        const final = Math.min(finalized, height)
        const checkpoint: Checkpoint = {
          ...{ network: 'base', done: [{ from: 0, to: height }], head: ref(stored.at(-1)!), finalized: ref(stored[final]!) },
        }
        await sink.write({ ...batchOf(stored), checkpoint })
        return sink
      }),
    )
  }

  async function syncAll(chain: FakeChain, sinks: readonly Sink[], to: number, options: FanOutOptions = {}): Promise<void> {
    const runtime = virtualRuntime()
    const source = fakeSource(chain, { runtime })
    const sync = createSync({ sources: [{ source, from: 0, to }], sink: fanOutSink(sinks, { runtime, ...options }), runtime })
    await runtime.runUntil(sync.run(), { maxMs: Number.MAX_SAFE_INTEGER })
    const [health] = sync.health()
    expect(health!.state, health!.because).not.toBe('stopped')
    await sync.close()
  }

  it.each([
    ['one is far ahead', [30, 59, 45]],
    ['one was just added', [59, -1]],
    ['all stand alike', [59, 59]],
    ['one lacks what is not final', [50, 59]],
  ])('%s: every sink ends with every block, and nothing final goes', async (_name, heights) => {
    const chain = createFakeChain('base')
    chain.mine(60)
    const sinks = await crashed(chain, heights, 40)
    const gone: number[] = []
    const watched = sinks.map((sink) => ({
      ...sink,
      async write(batch: Batch): Promise<void> {
        const { finalized } = sink.checkpoint('base') ?? {}
        if (batch.rollbackTo && finalized) gone.push(finalized.number - batch.rollbackTo.number)
        await sink.write(batch)
      },
    }))
    chain.mine(20)
    chain.finalized = 55
    await syncAll(chain, watched, 79)
    expect(Math.max(0, ...gone)).toBe(0)
    const wanted = chain.blocks().map(({ hash }) => hash)
    for (const sink of sinks) {
      expect(sink.blocks('base').map(({ hash }) => hash)).toEqual(wanted)
      expect(sink.checkpoint('base')).toMatchObject({ done: [{ from: 0, to: 79 }], head: { number: 79 } })
    }
  })

  it('they may hold different branches: whichever is the chain then, all end on it', async () => {
    for (const winner of ['a', 'b']) {
      const chain = createFakeChain('base')
      chain.mine(50)
      chain.mine(10, 'a')
      const [first] = await crashed(chain, [59], 40)
      chain.dropAbove(49)
      chain.mine(8, 'b')
      const [second] = await crashed(chain, [57], 40)
      chain.dropAbove(49)
      chain.mine(30, winner)
      chain.finalized = 45
      await syncAll(chain, [first!, second!], 79)
      const wanted = chain.blocks().map(({ hash }) => hash)
      for (const sink of [first!, second!]) expect(sink.blocks('base').map(({ hash }) => hash)).toEqual(wanted)
    }
  })

  it('a sink refuses to take back what is final in it', async () => {
    const chain = createFakeChain('base')
    chain.mine(60)
    const sinks = await crashed(chain, [30, 59], 40)
    const sink = fanOutSink(sinks, { runtime: virtualRuntime() })
    await sink.open()
    expect(await sink.readCheckpoint('base')).toMatchObject({
      done: [{ from: 0, to: 30 }],
      head: { number: 30 },
      finalized: { number: 30 },
    })
    const { number, hash } = chain.at(35)!
    const write = sink.write(batchOf(chain.blocks().slice(36, 37), { rollbackTo: { number, hash } }))
    await expect(write).rejects.toMatchObject({ code: 'SINK', retryable: false, message: /final in this sink/ })
    expect(sinks[1]!.blocks('base')).toHaveLength(60)
    await sink.close()
  })
})

it('needs a sink', () => {
  expect(() => fanOutSink([])).toThrow(/at least one/)
})

it('promises what the weakest of its sinks does', () => {
  const weak: Sink = { ...memorySink(), delivery: 'at-least-once' }
  expect(fanOutSink([memorySink(), memorySink()]).delivery).toBe('transactional')
  expect(fanOutSink([memorySink(), weak]).delivery).toBe('at-least-once')
})
