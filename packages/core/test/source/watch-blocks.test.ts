import { type BlockRef, type ChainEvent, DefimonError, type L2Block, type WatchBlocksOptions, watchBlocks } from '@defimon/core'
import { type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answer, fakeTransport } from './fake-transport.ts'
import { type ToyChain, toyChain } from './toy-chain.ts'
import { type ToyBlock, toyDriver, toyNetwork } from './toy-stack.ts'

const START = 1_750_000_000_000
const BLOCK_TIME = 2_000
type Event = ChainEvent<L2Block>
type Change = (method: string, params: readonly unknown[], truth: unknown) => unknown

let runtime: VirtualRuntime
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
  await runtime.settle()
  expect(runtime.pendingTimers).toBe(0)
})

function serve(chain: ToyChain, change: Change = () => undefined): Answer {
  return (method, params) => {
    const truth =
      method === 'toy_chain'
        ? 'toy:1'
        : method === 'toy_syncing'
          ? false
          : method === 'toy_head'
            ? params[0] === 'latest'
              ? chain.head
              : chain.at(Math.max(0, chain.head.number - 4))
            : ((method === 'toy_block' ? chain.at(params[0] as number) : chain.byHash(params[0] as string)) ?? null)
    const changed = change(method, params, truth)
    if (changed instanceof Error) throw changed
    return changed === undefined ? truth : changed
  }
}

/** Watches a chain in virtual time and gathers the events. */
function watch(
  endpoints: Record<string, Answer>,
  options: WatchBlocksOptions = {},
  extra: Partial<BlockDriver<'toy', unknown>> = {},
  socket?: (signal: AbortSignal | undefined) => AsyncIterable<unknown>,
) {
  const transport = fakeTransport(endpoints)
  transport.socket = socket
  const source = defineSource(toyDriver(toyNetwork(), extra), { transport, runtime })
  const events: Event[] = []
  let error: unknown
  const iterator = watchBlocks(source, options)[Symbol.asyncIterator]()
  const reading = (async () => {
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) events.push(next.value)
    } catch (thrown) {
      error = thrown
    }
  })()
  stops.push(async () => {
    await iterator.return?.()
    await reading
  })
  return { transport, source, events, iterator, error: () => error as DefimonError | undefined }
}

/** Lets the chain make a block every two seconds, of virtual time. */
async function live(chain: ToyChain, blocks: number): Promise<void> {
  for (let count = 0; count < blocks; count += 1) {
    await runtime.advance(BLOCK_TIME)
    chain.grow()
  }
  await runtime.advance(BLOCK_TIME / 2)
}

/** Replays events as a store would, and asserts that each fits on what is there. */
function store(events: readonly Event[], before: readonly BlockRef[] = []): BlockRef[] {
  const chain = before.map(({ number, hash }) => ({ number, hash }))
  for (const event of events) {
    if (event.type === 'reorg') {
      const removed = chain.splice(chain.length - event.removed.length)
      expect(removed).toEqual(event.removed)
      if (chain.length > 0) expect(chain.at(-1)).toEqual(event.commonAncestor)
      else chain.push(event.commonAncestor)
    } else {
      const { number, hash, parent } = event.block
      const tip = chain.at(-1)
      if (tip) expect(parent).toEqual(tip)
      chain.push({ number, hash })
    }
  }
  return chain
}

const refs = (chain: ToyChain, from: number): BlockRef[] =>
  chain.blocks.filter(({ number }) => number >= from).map(({ number, hash }) => ({ number, hash }))
const begin = (length = 20): ToyChain => {
  runtime = virtualRuntime({ startMs: START + length * BLOCK_TIME })
  return toyChain({ length, startMs: START, blockTimeMs: BLOCK_TIME })
}
const reorgs = (events: readonly Event[]) => events.filter((event) => event.type === 'reorg')

describe('watchBlocks', () => {
  it('yields the head and then every block, once, in order, with its parent link checked', async () => {
    const chain = begin()
    const { events } = watch({ 'a.example': serve(chain) })
    await live(chain, 30)
    expect(store(events)).toEqual(refs(chain, 19))
    for (const event of events.slice(1)) {
      expect(event.type === 'block' && event.block.verification.passed).toEqual(['identity', 'parent-link', 'block-hash'])
    }
  })

  it('yields all blocks of a head that jumps by several, from a height, and from a ref', async () => {
    for (const from of [5, { number: 4, hash: '' }]) {
      const chain = begin()
      const start = typeof from === 'number' ? from : { number: 4, hash: (chain.at(4) as ToyBlock).hash }
      const { events } = watch({ 'a.example': serve(chain) }, { from: start })
      await runtime.advance(100)
      expect(store(events)).toEqual(refs(chain, 5))
      await runtime.advance(14_000)
      chain.grow(7)
      await live(chain, 2)
      await runtime.advance(20_000)
      expect(store(events)).toEqual(refs(chain, 5))
      await stops.pop()?.()
    }
  })

  it('waits for a height that is not made yet', async () => {
    const chain = begin()
    const { events } = watch({ 'a.example': serve(chain) }, { from: 22 })
    await live(chain, 2)
    expect(events).toEqual([])
    await live(chain, 3)
    expect(store(events)).toEqual(refs(chain, 22))
  })

  it('follows a tag, at the detail asked for', async () => {
    const chain = begin()
    const { events } = watch({ 'a.example': serve(chain) }, { tag: 'finalized', detail: 'header' })
    await live(chain, 5)
    expect(store(events).map(({ number }) => number)).toEqual([15, 16, 17, 18, 19, 20])
    expect(events[0]?.type === 'block' && events[0].block.transactions).toBeUndefined()
  })

  it('costs few questions on a steady chain and fewer on an idle one', async () => {
    const chain = begin()
    const { transport, events } = watch({ 'a.example': serve(chain) })
    await live(chain, 60)
    const heads = () => transport.asked.filter(({ method }) => method === 'toy_head').length
    const before = heads()
    await live(chain, 100)
    expect(heads() - before).toBeLessThanOrEqual(120)
    await runtime.advance(3_600_000)
    const idle = heads()
    await runtime.advance(3_600_000)
    expect(heads() - idle).toBeLessThanOrEqual(12)
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('passes over gaps', async () => {
    runtime = virtualRuntime({ startMs: START + 20 * BLOCK_TIME })
    const chain = toyChain({ length: 20, startMs: START, blockTimeMs: BLOCK_TIME, gaps: [22, 25, 26, 30] })
    const { events } = watch({ 'a.example': serve(chain) }, {}, { hasGaps: true })
    await live(chain, 12)
    expect(store(events)).toEqual(refs(chain, 19))
  })
})

describe('reorgs', () => {
  for (const depth of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`goes back to the common ancestor at depth ${depth}, whatever the new length`, async () => {
      for (const extra of [1, 3, 0]) {
        const chain = begin()
        const { events } = watch({ 'a.example': serve(chain) }, { from: 2 })
        await live(chain, 3)
        const before = refs(chain, 0)
        await runtime.advance(BLOCK_TIME)
        chain.fork(depth, extra)
        await live(chain, 3)
        const ancestor = before[before.length - 1 - depth]
        expect(reorgs(events)).toEqual([{ type: 'reorg', commonAncestor: ancestor, removed: before.slice(-depth) }])
        expect(store(events)).toEqual(refs(chain, 2))
        await stops.pop()?.()
      }
    })
  }

  it('survives one reorg upon another, and one that happens while blocks are read', async () => {
    const chain = begin(40)
    let reads = 0
    const moving = serve(chain, (method, [number]) => {
      if (method !== 'toy_block' || number !== 45 || reads++ > 0) return undefined
      chain.fork(6, 4)
      return undefined
    })
    const { events } = watch({ 'a.example': moving }, { from: 30 })
    await runtime.advance(10)
    chain.fork(3)
    await runtime.advance(BLOCK_TIME * 4)
    chain.fork(5, 2)
    await runtime.advance(BLOCK_TIME * 4)
    chain.grow(4)
    await live(chain, 6)
    expect(reorgs(events).length).toBeGreaterThanOrEqual(3)
    expect(store(events)).toEqual(refs(chain, 30))
  })

  it('begins with the reorg where the ref it should go on from is gone', async () => {
    const chain = begin()
    const old = refs(chain, 0)
    chain.fork(4, 2)
    const { events } = watch({ 'a.example': serve(chain) }, { from: old[18] as BlockRef })
    await live(chain, 2)
    expect(events[0]).toEqual({ type: 'reorg', commonAncestor: old[15], removed: old.slice(16, 19) })
    expect(store(events, old.slice(0, 19))).toEqual(refs(chain, 0))
  })

  it('goes back by one block where nobody remembers the old branch', async () => {
    const chain = begin()
    const old = refs(chain, 0)
    chain.fork(4, 2)
    const forgetful = serve(chain, (method, [hash], truth) =>
      method === 'toy_blockByHash' && !chain.blocks.some((block) => block.hash === hash) ? null : truth,
    )
    const { events } = watch({ 'a.example': forgetful }, { from: old[18] as BlockRef })
    await live(chain, 1)
    const ancestor = chain.at(17) as ToyBlock
    expect(events[0]).toEqual({
      type: 'reorg',
      commonAncestor: { number: 17, hash: ancestor.hash },
      removed: [old[18]],
    })
    expect(store(events.slice(1))).toEqual(refs(chain, 18))
  })

  it('gives all that was seen back where the branches part below the first block', async () => {
    const chain = begin()
    const { events } = watch({ 'a.example': serve(chain) })
    await live(chain, 2)
    const seen = store(events)
    await runtime.advance(BLOCK_TIME)
    chain.fork(6, 1)
    await live(chain, 2)
    const [reorg] = reorgs(events)
    const below = chain.at(18) as ToyBlock
    expect(reorg).toEqual({ type: 'reorg', commonAncestor: { number: 18, hash: below.hash }, removed: seen })
    expect(store(events)).toEqual(refs(chain, 18))
  })
})

describe('heads that are not believed', () => {
  const head =
    (change: (truth: ToyBlock) => unknown): Change =>
    (method, _, truth) =>
      method === 'toy_head' ? change(truth as ToyBlock) : undefined

  it('goes to another endpoint for a head that jumps absurdly, and tells on the first', async () => {
    const chain = begin()
    let lying = false
    const liar = serve(
      chain,
      head((truth) => (lying ? { ...truth, number: truth.number + 5_000_000 } : undefined)),
    )
    const { events, transport } = watch({ 'a.example': liar, 'b.example': serve(chain) })
    await live(chain, 5)
    lying = true
    await live(chain, 5)
    expect(store(events)).toEqual(refs(chain, 19))
    expect(transport.rejected[0]).toEqual({ host: 'a.example', reason: expect.stringContaining('head jumped from') })
  })

  it('does not begin with an absurd head, high or low', async () => {
    for (const number of [5_000_000, 0]) {
      const chain = begin()
      const liar = serve(
        chain,
        head((truth) => ({ ...truth, number, timestampMs: number === 0 ? START : truth.timestampMs + 1e9 })),
      )
      const { events } = watch({ 'a.example': liar, 'b.example': serve(chain) })
      await live(chain, 3)
      expect(store(events)).toEqual(refs(chain, 19))
      await stops.pop()?.()
    }
  })

  it('does not begin with an absurd head that carries the time of now', async () => {
    for (const number of [5_000_000, 0]) {
      const chain = begin()
      const liar = serve(
        chain,
        head((truth) => ({ ...truth, number })),
      )
      const { events } = watch({ 'a.example': liar, 'b.example': serve(chain) })
      await live(chain, 3)
      expect(store(events)).toEqual(refs(chain, 19))
      await stops.pop()?.()
    }
  })

  it('never goes back for an endpoint that answers block 0 to all', async () => {
    const chain = begin()
    let lying = false
    const zero = serve(chain, (method, _, truth) =>
      lying && method.startsWith('toy_') && typeof truth === 'object' ? chain.at(0) : undefined,
    )
    const { events } = watch({ 'a.example': zero, 'b.example': serve(chain) })
    await live(chain, 3)
    lying = true
    await live(chain, 5)
    expect(reorgs(events)).toEqual([])
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('takes heads that flap behind a load balancer for no news, and blames nobody', async () => {
    const chain = begin()
    let turn = 0
    const flapping = serve(
      chain,
      head((truth) => (turn++ % 2 === 0 ? chain.at(truth.number - 3) : undefined)),
    )
    const { events, transport } = watch({ 'a.example': flapping }, { from: 10 })
    await live(chain, 20)
    await runtime.advance(20_000)
    expect(reorgs(events)).toEqual([])
    expect(store(events)).toEqual(refs(chain, 10))
    expect(transport.rejected).toEqual([])
  })

  it('does not take a node that lags for good for a reorg', async () => {
    const chain = begin()
    let stuck: ToyBlock | undefined
    const { events } = watch(
      {
        'a.example': serve(
          chain,
          head(() => stuck),
        ),
      },
      { from: 10 },
    )
    await live(chain, 3)
    stuck = chain.at(chain.head.number - 2)
    await live(chain, 8)
    expect(reorgs(events)).toEqual([])
    stuck = undefined
    await live(chain, 40)
    expect(store(events)).toEqual(refs(chain, 10))
  })

  it('does not believe a head from the future', async () => {
    const chain = begin()
    let lying = false
    const liar = serve(
      chain,
      head((truth) => (lying ? { ...truth, number: truth.number + 3, timestampMs: truth.timestampMs + 3_600_000 } : undefined)),
    )
    const { events, transport } = watch({ 'a.example': liar, 'b.example': serve(chain) })
    await live(chain, 3)
    lying = true
    await live(chain, 4)
    expect(store(events)).toEqual(refs(chain, 19))
    expect(transport.rejected[0]?.reason).toMatch(/head \d+ carries a time 3\d\d\d s in the future/)
  })

  it('believes the future where every endpoint lives in it: then the clock here is wrong', async () => {
    const chain = begin()
    const { events } = watch({ 'a.example': serve(chain), 'b.example': serve(chain) })
    await live(chain, 3)
    runtime.jumpWallClock(-3_600_000)
    await live(chain, 8)
    await runtime.advance(20_000)
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('does not believe a node that is catching up', async () => {
    const chain = begin()
    const behind = toyChain({ length: 9, startMs: START, blockTimeMs: BLOCK_TIME })
    const syncing = serve(behind, (method) => (method === 'toy_syncing' ? true : undefined))
    const { events, transport } = watch({ 'a.example': syncing, 'b.example': serve(chain) })
    await live(chain, 4)
    expect(store(events)).toEqual(refs(chain, 19))
    expect(transport.rejected[0]).toEqual({ host: 'a.example', reason: 'the node says that it is catching up' })
  })

  it('believes a jump that every endpoint confirms', async () => {
    const chain = begin()
    const { events, transport } = watch({ 'a.example': serve(chain), 'b.example': serve(chain) }, { from: 19 })
    await live(chain, 3)
    chain.grow(2_000)
    await runtime.advance(60_000)
    expect(store(events)).toEqual(refs(chain, 19))
    expect(transport.rejected).toEqual([])
  })

  it('never believes a jump to a block that is not there, however long the only endpoint insists on it', async () => {
    const chain = begin()
    let lying = false
    const liar = serve(
      chain,
      head((truth) => (lying ? { ...truth, number: truth.number + 5_000 } : undefined)),
    )
    const retries: DefimonError[] = []
    const { events, error } = watch({ 'a.example': liar }, { onRetry: (retry) => void retries.push(retry) })
    await live(chain, 3)
    lying = true
    await live(chain, 20)
    lying = false
    await live(chain, 20)
    expect(error()).toBeUndefined()
    expect(retries).toEqual([])
    expect(store(events)).toEqual(refs(chain, 19))
  })
})

describe('sockets', () => {
  const newHeads = { method: 'toy_subscribe', params: ['heads'], decode: (raw: unknown) => raw as ToyBlock }
  /** Sockets that are told of heads by the test, and can be lost. */
  const sockets = () => {
    const open: { tell: (block: ToyBlock) => void; lose: () => void }[] = []
    let opened = 0
    const socket = (signal: AbortSignal | undefined) => {
      opened += 1
      const queue: ToyBlock[] = []
      let lost = false
      let wake = (): void => {}
      signal?.addEventListener('abort', () => open.at(-1)?.lose())
      open.push({
        tell: (block) => {
          queue.push(block)
          wake()
        },
        lose: () => {
          lost = true
          wake()
        },
      })
      return {
        [Symbol.asyncIterator]: () => ({
          async next(): Promise<IteratorResult<unknown, undefined>> {
            while (queue.length === 0 && !lost) {
              await new Promise<void>((resolve) => {
                wake = resolve
              })
            }
            const value = queue.shift()
            if (value) return { done: false, value }
            throw new DefimonError('UNREACHABLE', 'the socket was lost')
          },
        }),
      }
    }
    return { open, socket, opened: () => opened }
  }

  it('takes heads from a socket, polls when it is lost, and connects again: no block is lost', async () => {
    const chain = begin()
    const { open, socket, opened } = sockets()
    const { events, transport } = watch({ 'a.example': serve(chain) }, {}, { newHeads }, socket)
    await runtime.advance(10)
    for (let block = 0; block < 10; block += 1) {
      await runtime.advance(BLOCK_TIME)
      chain.grow()
      open[0]?.tell(chain.head)
      await runtime.advance(1)
      expect(events.at(-1)).toMatchObject({ type: 'block', block: { number: chain.head.number } })
    }
    const polls = () => transport.asked.filter(({ method }) => method === 'toy_head').length
    expect(polls()).toBeLessThanOrEqual(4)
    open[0]?.lose()
    await live(chain, 10)
    expect(polls()).toBeGreaterThan(8)
    expect(store(events)).toEqual(refs(chain, 19))
    expect(opened()).toBe(2)
    chain.grow(3)
    open[1]?.tell(chain.head)
    await runtime.advance(1)
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('judges what a socket tells as it judges a poll', async () => {
    const chain = begin()
    const { open, socket } = sockets()
    const { events } = watch({ 'a.example': serve(chain) }, {}, { newHeads }, socket)
    await runtime.advance(10)
    open[0]?.tell({ ...chain.head, number: 9_000_000 })
    await live(chain, 3)
    await runtime.advance(5_000)
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('does not rely on a socket that fell silent', async () => {
    const chain = begin()
    const { open, socket } = sockets()
    const { events, transport } = watch({ 'a.example': serve(chain) }, {}, { newHeads }, socket)
    await runtime.advance(BLOCK_TIME)
    chain.grow()
    open[0]?.tell(chain.head)
    await live(chain, 20)
    expect(store(events)).toEqual(refs(chain, 19))
    expect(transport.asked.filter(({ method }) => method === 'toy_head').length).toBeGreaterThan(10)
  })

  it('polls where no endpoint has a socket', async () => {
    const chain = begin()
    const { events } = watch({ 'a.example': serve(chain) }, {}, { newHeads })
    await live(chain, 3)
    expect(store(events)).toEqual(refs(chain, 19))
  })
})

describe('failures', () => {
  it('waits an outage out, tells of it, and leaves no block out', async () => {
    const chain = begin()
    let down = false
    const retries: string[] = []
    const outage = serve(chain, () => (down ? new DefimonError('UNREACHABLE', 'down') : undefined))
    const { events, error } = watch({ 'a.example': outage }, { onRetry: ({ code }) => void retries.push(code) })
    await live(chain, 3)
    down = true
    await live(chain, 30)
    down = false
    await live(chain, 60)
    expect(error()).toBeUndefined()
    expect(new Set(retries)).toEqual(new Set(['UNREACHABLE']))
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('fails where the first question fails', async () => {
    const chain = begin()
    const { error } = watch({ 'a.example': serve(chain, () => new DefimonError('UNREACHABLE', 'down')) })
    await runtime.advance(10)
    expect(error()).toMatchObject({ code: 'UNREACHABLE' })
  })

  it('fails where no endpoint gives a consistent block', async () => {
    const chain = begin()
    const forge: Change = (method, _, truth) =>
      method === 'toy_block' ? { ...(truth as ToyBlock), items: ['forged'] } : undefined
    const { error } = watch({ 'a.example': serve(chain, forge), 'b.example': serve(chain, forge) })
    await runtime.advance(5_000)
    expect(error()).toMatchObject({ code: 'VERIFICATION', check: 'block-hash' })
  })

  it("ends with its caller's signal, and with close", async () => {
    const chain = begin()
    const controller = new AbortController()
    const { error } = watch({ 'a.example': serve(chain) }, { signal: controller.signal })
    await live(chain, 2)
    controller.abort()
    await runtime.settle()
    expect(error()).toMatchObject({ code: 'ABORTED' })
    expect(runtime.pendingTimers).toBe(0)
    const other = watch({ 'a.example': serve(chain) })
    await live(chain, 2)
    await other.source.close()
    await live(chain, 2)
    expect(other.error()).toMatchObject({ code: 'ABORTED' })
  })
})
