import { type ChainEvent, type L2Block, watchBlocks } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { virtualRuntime } from '@defimon/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeTransport } from './fake-transport.ts'
import { type ToyChain, toyChain } from './toy-chain.ts'
import { toyDriver, toyNetwork } from './toy-stack.ts'

const START = 1_750_000_000_000
const BLOCK_TIME = 2_000
const FROM = 20

type Step =
  | { readonly type: 'grow'; readonly blocks: number }
  | { readonly type: 'fork'; readonly depth: number; readonly extra: number }
  | { readonly type: 'wait'; readonly ms: number }
  /** The next question for a head is answered as it was some blocks ago. */
  | { readonly type: 'lag'; readonly blocks: number }
  /** The chain forks while the watcher reads: after so many more questions. */
  | { readonly type: 'forkLater'; readonly questions: number; readonly depth: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('grow' as const), blocks: fc.integer({ min: 1, max: 12 }) }),
  fc.record({
    type: fc.constant('fork' as const),
    depth: fc.integer({ min: 1, max: 12 }),
    extra: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 9_000 }) }),
  fc.record({ type: fc.constant('lag' as const), blocks: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    type: fc.constant('forkLater' as const),
    questions: fc.integer({ min: 1, max: 6 }),
    depth: fc.integer({ min: 1, max: 8 }),
  }),
)

/** Watches a chain to which all of that happens, and gives what a store would hold at the end. */
async function run(steps: readonly Step[]): Promise<{ stored: string[]; chain: ToyChain; timers: number }> {
  const runtime = virtualRuntime({ startMs: START + 40 * BLOCK_TIME })
  const chain = toyChain({ length: 40, startMs: START, blockTimeMs: BLOCK_TIME })
  let lag = 0
  let forkIn = 0
  let forkDepth = 0
  const transport = fakeTransport({
    'a.example': (method, params) => {
      if (method === 'toy_chain') return 'toy:1'
      if (method === 'toy_syncing') return false
      if (forkIn > 0) {
        forkIn -= 1
        if (forkIn === 0) chain.fork(forkDepth)
      }
      if (method === 'toy_head') {
        const head = chain.at(chain.head.number - lag)
        lag = 0
        return head
      }
      return (method === 'toy_block' ? chain.at(params[0] as number) : chain.byHash(params[0] as string)) ?? null
    },
  })
  const source = defineSource(toyDriver(toyNetwork()), { transport, runtime })
  const stored: string[] = []
  const apply = (event: ChainEvent<L2Block>): void => {
    if (event.type === 'block') {
      const { parent } = event.block
      if (stored.length > 0) expect(parent?.hash).toBe(stored.at(-1))
      stored.push(event.block.hash)
      return
    }
    const gone = stored.splice(stored.length - event.removed.length)
    expect(gone).toEqual(event.removed.map(({ hash }) => hash))
    if (stored.length > 0) expect(stored.at(-1)).toBe(event.commonAncestor.hash)
  }
  const iterator = watchBlocks(source, { from: FROM })[Symbol.asyncIterator]()
  let failure: unknown
  const reading = (async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) apply(next.value)
  })().catch((error: unknown) => {
    failure = error
  })
  await runtime.advance(1_000)
  for (const each of steps) {
    if (each.type === 'grow') chain.grow(each.blocks)
    else if (each.type === 'fork') chain.fork(each.depth, each.extra)
    else if (each.type === 'lag') lag = each.blocks
    else if (each.type === 'wait') await runtime.advance(each.ms)
    else {
      forkIn = each.questions
      forkDepth = each.depth
    }
    await runtime.advance(500)
  }
  // Nothing more happens to the chain but blocks.
  forkIn = 0
  for (let block = 0; block < 20; block += 1) {
    chain.grow()
    await runtime.advance(BLOCK_TIME)
  }
  await runtime.advance(120_000)
  await iterator.return?.()
  await reading
  if (failure) throw failure
  return { stored, chain, timers: runtime.pendingTimers }
}

describe('watchBlocks, whatever happens to the chain', () => {
  it('ends with the blocks of the chain, having taken back and given each in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 16 }), async (steps) => {
        const { stored, chain, timers } = await run(steps)
        const expected = chain.blocks.filter(({ number }) => number >= FROM).map(({ hash }) => hash)
        // After a fork below the first block, what is stored begins at the ancestor that the reorg named.
        expect(stored.slice(-expected.length)).toEqual(expected)
        expect(timers).toBe(0)
      }),
      { numRuns: 150, seed: 20_251_120 },
    )
  })
})
