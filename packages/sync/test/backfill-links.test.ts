import type { BlockOptions, BlockRange, BlockSource, L2Block } from '@defimon/core'
import { virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { describe, expect, it } from 'vitest'
import { createFakeChain } from './fake-chain.ts'
import { type FakeSource, fakeSource } from './fake-source.ts'

const SKIPPED = { check: 'parent-link', reason: 'first block of the range: its parent was not read' } as const

/** As a real source does: the first block of a range was compared with nothing. */
function firstUnlinked(source: FakeSource): BlockSource {
  return {
    ...source,
    async *getBlocks(range: BlockRange, options?: BlockOptions) {
      let first = true
      for await (const block of source.getBlocks(range, options)) {
        const { verification } = block
        const passed = verification.passed.filter((check) => check !== 'parent-link')
        yield first ? { ...block, verification: { ...verification, passed, skipped: [SKIPPED] } } : block
        first = false
      }
    },
  } as BlockSource
}

describe('the links between the chunks of a backfill', () => {
  const setUp = () => {
    const runtime = virtualRuntime()
    const chain = createFakeChain('base')
    chain.mine(1000)
    chain.finalized = 990
    const source = fakeSource(chain, { runtime })
    const sink = memorySink()
    const unlinked = (): number[] =>
      sink
        .blocks('base')
        .filter(({ number }) => !sink.block('base', number)?.verification.passed.includes('parent-link'))
        .map(({ number }) => number)
    return { runtime, chain, source, sink, unlinked }
  }

  it('are checked as those within: only the first block of all is stored without', async () => {
    const { runtime, source, sink, unlinked } = setUp()
    await using sync = createSync({ sources: [{ source: firstUnlinked(source), from: 10, to: 900 }], sink, runtime })
    await runtime.runUntil(sync.run())
    expect(unlinked()).toEqual([10])
    expect((sink.block('base', 10) as L2Block).verification.skipped).toEqual([SKIPPED])
  })

  it('stay unchecked, and say so, where the parent is not to be had', async () => {
    const { runtime, chain, source, sink, unlinked } = setUp()
    const answer = source.getBlock.bind(source)
    source.getBlock = ((id: number, options?: BlockOptions) =>
      typeof id === 'number' && id % 256 === 9
        ? Promise.reject(new Error('gone'))
        : answer(id, options)) as typeof source.getBlock
    await using sync = createSync({ sources: [{ source: firstUnlinked(source), from: 10, to: 900 }], sink, runtime })
    await runtime.runUntil(sync.run())
    expect(sink.blocks('base')).toHaveLength(891)
    expect(unlinked()).toEqual([10, 266, 522, 778])
    expect(chain.head!.number).toBe(999)
  })
})
