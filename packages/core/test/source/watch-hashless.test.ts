import { type BlockRef, type ChainEvent, DefimonError, type L2Block, watchBlocks } from '@defimon/core'
import { type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answer, fakeTransport } from './fake-transport.ts'
import { type ToyChain, toyChain } from './toy-chain.ts'
import { type ToyBlock, toyDriver, toyNetwork } from './toy-stack.ts'

const START = 1_750_000_000_000
const BLOCK_TIME = 2_000

let runtime: VirtualRuntime
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
  await runtime.settle()
  expect(runtime.pendingTimers).toBe(0)
})

function serve(chain: ToyChain): Answer {
  return (method, params) => {
    if (method === 'toy_chain') return 'toy:1'
    if (method === 'toy_syncing') return false
    if (method === 'toy_head') return params[0] === 'latest' ? chain.head : chain.at(Math.max(0, chain.head.number - 4))
    return (method === 'toy_block' ? chain.at(params[0] as number) : chain.byHash(params[0] as string)) ?? null
  }
}

/** A chain whose newest block, number 19, is of now. */
function begin(): ToyChain {
  runtime = virtualRuntime({ startMs: START })
  return toyChain({ length: 20, startMs: START - 19 * BLOCK_TIME, blockTimeMs: BLOCK_TIME })
}

/** Watches a chain from its head on, and gathers the events. */
function watch(endpoints: Record<string, Answer>, extra: Partial<BlockDriver<'toy', unknown>>): ChainEvent<L2Block>[] {
  const source = defineSource(toyDriver(toyNetwork(), extra), { transport: fakeTransport(endpoints), runtime })
  const events: ChainEvent<L2Block>[] = []
  const iterator = watchBlocks(source)[Symbol.asyncIterator]()
  const reading = (async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) events.push(next.value)
  })()
  stops.push(async () => {
    await iterator.return?.()
    await reading
  })
  return events
}

/** Lets the chain make a block every two seconds, of virtual time. */
async function live(chain: ToyChain, blocks: number): Promise<void> {
  for (let count = 0; count < blocks; count += 1) {
    await runtime.advance(BLOCK_TIME)
    chain.grow()
  }
  await runtime.advance(BLOCK_TIME / 2)
}

/** What is left of the events, as a store would hold it. */
function store(events: readonly ChainEvent<L2Block>[]): BlockRef[] {
  const chain: BlockRef[] = []
  for (const event of events) {
    if (event.type === 'block') chain.push({ number: event.block.number, hash: event.block.hash })
    else chain.splice(chain.length - event.removed.length)
  }
  return chain
}

const refs = (chain: ToyChain, from: number): BlockRef[] =>
  chain.blocks.filter(({ number }) => number >= from).map(({ number, hash }) => ({ number, hash }))
const reorgs = (events: readonly ChainEvent<L2Block>[]): ChainEvent<L2Block>[] => events.filter(({ type }) => type === 'reorg')

describe('a reorg of a chain whose heads carry no hash', () => {
  /** As Solana tells its head: its number. */
  const numbered: Partial<BlockDriver<'toy', unknown>> = {
    readHead: async (call, tag) => ({ number: ((await call.request('toy_head', [tag])) as ToyBlock).number }),
  }

  it('is seen where the new branch ends at the old height and nothing comes after it', async () => {
    const chain = begin()
    const events = watch({ 'a.example': serve(chain), 'b.example': serve(chain) }, numbered)
    await live(chain, 2)
    await runtime.advance(BLOCK_TIME)
    chain.fork(2, 0)
    await runtime.advance(60_000)
    expect(reorgs(events)).toHaveLength(1)
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('is seen where the chain goes back, grows to the old height, and stays there', async () => {
    const chain = begin()
    const events = watch({ 'a.example': serve(chain), 'b.example': serve(chain) }, numbered)
    await live(chain, 6)
    chain.fork(4, -3)
    await live(chain, 3)
    await runtime.advance(10_000)
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('is seen where the new branch stays below the old height', async () => {
    const chain = begin()
    const events = watch({ 'a.example': serve(chain), 'b.example': serve(chain) }, numbered)
    await live(chain, 6)
    chain.fork(4, -2)
    await runtime.advance(60_000)
    expect(store(events)).toEqual(refs(chain, 19))
  })

  it('is followed without a pause after heads were doubted for long', async () => {
    const chain = begin()
    const lost: Answer = () => {
      throw new DefimonError('UNREACHABLE', 'lost')
    }
    const events = watch({ 'a.example': serve(chain), 'b.example': serve(chain), 'c.example': lost }, numbered)
    await live(chain, 12)
    chain.fork(9, -8)
    await live(chain, 12)
    await runtime.advance(BLOCK_TIME)
    expect(store(events)).toEqual(refs(chain, 19))
  })
})
