import { type ChainEvent, type L2Block, watchBlocks } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answer, fakeTransport } from './fake-transport.ts'
import { type ToyChain, toyChain } from './toy-chain.ts'
import { toyDriver, toyNetwork } from './toy-stack.ts'

const BLOCK_TIME = 2_000
let runtime: VirtualRuntime
let stop: (() => Promise<void>) | undefined
afterEach(async () => {
  await stop?.()
  await runtime.settle()
  expect(runtime.pendingTimers).toBe(0)
})

/** A node that has seen the blocks up to `limit()`. */
function serve(chain: ToyChain, limit: () => number = () => Number.POSITIVE_INFINITY): Answer {
  return (method, [what]) => {
    if (method === 'toy_chain') return 'toy:1'
    if (method === 'toy_syncing') return false
    const head = Math.min(chain.head.number, limit())
    if (method === 'toy_head') return chain.at(what === 'latest' ? head : Math.max(0, head - 4))
    const block = method === 'toy_block' ? chain.at(what as number) : chain.byHash(what as string)
    return block && block.number <= head ? block : null
  }
}

function watch(chain: ToyChain, endpoints: Record<string, Answer>) {
  const transport = fakeTransport(endpoints)
  const source = defineSource(toyDriver(toyNetwork()), { transport, runtime })
  const events: ChainEvent<L2Block>[] = []
  const iterator = watchBlocks(source, { from: 10 })[Symbol.asyncIterator]()
  const reading = (async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) events.push(next.value)
  })()
  stop = async () => {
    await iterator.return?.()
    await reading
  }
  const live = async (blocks: number): Promise<void> => {
    for (let count = 0; count < blocks; count += 1) {
      await runtime.advance(BLOCK_TIME)
      chain.grow()
    }
    await runtime.advance(BLOCK_TIME / 2)
  }
  return { events, transport, live }
}

function begin(): ToyChain {
  runtime = virtualRuntime({ startMs: 1_750_000_000_000 })
  return toyChain({ startMs: runtime.now() - 19 * BLOCK_TIME, blockTimeMs: BLOCK_TIME })
}

describe('a watch over several endpoints', () => {
  it('goes on without one that stands still, though it is the one that is asked first', async () => {
    const chain = begin()
    let limit = Number.POSITIVE_INFINITY
    const endpoints = { 'a.example': serve(chain, () => limit), 'b.example': serve(chain) }
    const { events, transport, live } = watch(chain, endpoints)
    await live(8)
    limit = chain.head.number
    await live(20)
    const heights = events.map((event) => (event.type === 'block' ? event.block.number : event.type))
    expect(heights).toEqual(Array.from({ length: chain.head.number - 9 }, (_, index) => 10 + index))
    expect(transport.rejected.every(({ host }) => host === 'a.example')).toBe(true)
  })

  it('asks each in turn where nothing comes, and no more often for that', async () => {
    const chain = begin()
    const endpoints = { 'a.example': serve(chain), 'b.example': serve(chain), 'c.example': serve(chain) }
    const { transport, live } = watch(chain, endpoints)
    await live(8)
    const before = transport.asked.length
    await runtime.advance(1_800_000)
    const heads = transport.asked.slice(before).filter(({ method }) => method === 'toy_head')
    expect(new Set(heads.map(({ host }) => host)).size).toBe(3)
    expect(heads.length).toBeLessThan(24)
  })
})
