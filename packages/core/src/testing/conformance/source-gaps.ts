import { type BlockNotFoundError, DefimonError, watchBlocks } from '@defimon/core'
import { assert, assertEqual, rejection } from './assertions.ts'
import { assertIsBlock, collect, type SourceContext } from './source-context.ts'
import type { ConformanceCase } from './test-framework.ts'

/** Heights below the head that have no block, with the block after each. */
function gapsOf({ simulated }: SourceContext): readonly { readonly missing: number; readonly next: number }[] {
  const blocks = simulated.chain.canonical()
  const gaps = blocks
    .slice(1)
    .flatMap(({ number, parentNumber }) =>
      Array.from({ length: number - parentNumber - 1 }, (_, index) => ({ missing: parentNumber + 1 + index, next: number })),
    )
  assert(gaps.length > 0, 'the simulated chain has no gap')
  return gaps
}

/** A chain that is long enough to have several gaps, whatever the seed. */
const MANY_BLOCKS = 120

/** Cases of heights that the chain skipped: they are absent, never errors of a range, and what hides a block behind one is found out. */
export const SOURCE_GAP_CASES: readonly ConformanceCase<SourceContext>[] = [
  {
    name: 'tells a height that the chain skipped from one to come',
    blocks: MANY_BLOCKS,
    run: async (context) => {
      for (const { missing } of gapsOf(context).slice(0, 4)) {
        const error = await context.until(rejection(context.made.getBlock(missing), 'a skipped height'))
        assert(DefimonError.isInstance(error) && error.code === 'NOT_FOUND', `a skipped height gave ${error}`)
        assert((error as BlockNotFoundError).why !== 'not-yet', 'a skipped height is called one to come')
      }
    },
  },
  {
    name: 'reads a range that begins and ends in a gap',
    blocks: MANY_BLOCKS,
    run: async (context) => {
      const gaps = gapsOf(context).filter(({ next }) => next < context.simulated.chain.head.number)
      const from = gaps[0]!.missing
      const to = gaps.at(-1)!.missing
      const blocks = await context.until(collect(context.made.getBlocks({ from, to }, { detail: 'transactions' })))
      const oracle = context.simulated.chain.canonical({ from, to })
      assertEqual(
        blocks.map(({ number }) => number),
        oracle.map(({ number }) => number),
        'numbers of the range',
      )
      blocks.forEach((block, index) => {
        assertIsBlock(block, oracle[index], 'transactions')
      })
    },
  },
  {
    name: 'reads a range of skipped heights alone, which has no block',
    blocks: MANY_BLOCKS,
    run: async (context) => {
      const { missing } = gapsOf(context)[0]!
      assertEqual(await context.until(collect(context.made.getBlocks({ from: missing, to: missing }))), [], 'blocks')
    },
  },
  {
    name: 'watches over gaps and leaves no block out',
    run: async (context) => {
      const { simulated, runtime } = context
      const seen: number[] = []
      const controller = new AbortController()
      const from = simulated.chain.head.number
      const watching = (async () => {
        for await (const event of watchBlocks(context.made, { from, signal: controller.signal })) {
          if (event.type === 'block') seen.push(event.block.number)
        }
      })().catch(() => {})
      simulated.chain.mine(40)
      simulated.chain.halt()
      await runtime.advance(120_000)
      controller.abort()
      await context.until(watching)
      assertEqual(
        seen,
        simulated.chain.canonical({ from }).map(({ number }) => number),
        'numbers of the watched blocks',
      )
    },
  },
]
