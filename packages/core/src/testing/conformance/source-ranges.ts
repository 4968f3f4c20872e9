import { DefimonError, type L2Block } from '@defimon/core'
import { assert, assertEqual, rejection } from './assertions.ts'
import { assertIsBlock, collect, type SourceContext } from './source-context.ts'
import type { ConformanceCase } from './test-framework.ts'

function assertIsRange(blocks: readonly L2Block[], { simulated }: SourceContext, from: number, to: number): void {
  const oracle = simulated.chain.canonical({ from, to })
  assertEqual(
    blocks.map(({ number }) => number),
    oracle.map(({ number }) => number),
    'numbers of the range',
  )
  blocks.forEach((block, index) => {
    assertIsBlock(block, oracle[index], block.logs ? 'receipts' : block.transactions ? 'transactions' : 'header')
  })
}

/** Cases of ranges: order, links, ends, abort, back-pressure. */
export const SOURCE_RANGE_CASES: readonly ConformanceCase<SourceContext>[] = [
  {
    name: 'gives a range in order, complete and linked',
    run: async (context) => {
      const { first } = context.simulated.chain
      const to = first.number + 30
      const blocks = await context.until(collect(context.made.getBlocks({ from: first.number, to })))
      assertIsRange(blocks, context, first.number, to)
      const linked = blocks.slice(1).every(({ verification }) => verification.passed.includes('parent-link'))
      assert(linked, 'parent-link did not pass for each block after the first')
    },
  },
  {
    name: 'gives a range of one block',
    run: async (context) => {
      const { number } = context.simulated.chain.head
      assertIsRange(await context.until(collect(context.made.getBlocks({ from: number, to: number }))), context, number, number)
    },
  },
  {
    name: 'gives a range up to a tag',
    run: async (context) => {
      const { chain } = context.simulated
      for (const tag of ['latest', 'finalized'] as const) {
        const end = (tag === 'latest' ? chain.head : chain.finalized)!.number
        const blocks = await context.until(
          collect(context.made.getBlocks({ from: end - 5, to: tag }, { detail: 'transactions' })),
        )
        assertIsRange(blocks, context, end - 5, end)
      }
    },
  },
  {
    name: 'gives headers only when told to',
    run: async (context) => {
      const { number } = context.simulated.chain.first
      const blocks = await context.until(collect(context.made.getBlocks({ from: number, to: number + 9 }, { detail: 'header' })))
      assertEqual(blocks.filter(({ transactions, logs }) => transactions || logs).length, 0, 'blocks with more than a header')
      assertIsRange(blocks as readonly L2Block[], context, number, number + 9)
    },
  },
  {
    name: 'fails a range that reaches beyond the head, after the blocks that are there',
    run: async (context) => {
      const { number } = context.simulated.chain.head
      context.simulated.chain.halt()
      const blocks: L2Block[] = []
      const reading = async (): Promise<void> => {
        for await (const block of context.made.getBlocks({ from: number - 2, to: number + 10 })) blocks.push(block)
      }
      const error = await context.until(rejection(reading(), 'a range into the future'))
      assert(DefimonError.isInstance(error) && error.code === 'NOT_YET', `a range into the future gave ${error}`)
      assertIsRange(blocks, context, number - 2, number)
    },
  },
  {
    name: 'keeps the order when answers arrive in another',
    run: async (context) => {
      const jittery = context.simulated.endpoint({ latencyMs: [1, 900] })
      const source = context.make({ endpoints: [jittery.endpoint] })
      const { number } = context.simulated.chain.first
      assertIsRange(
        await context.until(collect(source.getBlocks({ from: number, to: number + 30 }))),
        context,
        number,
        number + 30,
      )
    },
  },
  {
    name: 'leaves nothing behind when the reader stops early',
    run: async ({ made, until, simulated, runtime }) => {
      const { number } = simulated.chain.first
      let seen = 0
      const reading = async (): Promise<void> => {
        for await (const _ of made.getBlocks({ from: number, to: number + 40 })) if (++seen === 3) break
      }
      await until(reading())
      await runtime.settle()
      const { calls } = simulated.endpoints[0]!.statistics
      await runtime.advance(60_000)
      assertEqual(simulated.endpoints[0]!.statistics.calls, calls, 'calls after the reader stopped')
    },
  },
  {
    name: 'is aborted before it begins, asking nobody',
    run: async ({ made, until, simulated }) => {
      const signal = AbortSignal.abort()
      const { number } = simulated.chain.head
      for (const call of [
        () => made.getBlock(number, { signal }),
        () => collect(made.getBlocks({ from: number, to: number }, { signal })),
        () => made.getSettlement({ number, hash: simulated.chain.head.hash }, { signal }),
      ]) {
        const error = await until(rejection(call(), 'an aborted call'))
        assert(DefimonError.isInstance(error) && error.code === 'ABORTED', `an aborted call gave ${error}`)
      }
      assertEqual(simulated.endpoints[0]!.statistics.requests, 0, 'requests')
    },
  },
  {
    name: 'is aborted while an endpoint hangs',
    run: async ({ make, until, simulated, runtime }) => {
      const source = make({ endpoints: [simulated.endpoint({ faults: ['hang'] }).endpoint] })
      const controller = new AbortController()
      const failed = rejection(source.getBlock('latest', { signal: controller.signal }), 'an aborted call')
      await runtime.advance(500)
      controller.abort()
      const error = await until(failed)
      assert(DefimonError.isInstance(error) && error.code === 'ABORTED', `an aborted call gave ${error}`)
      assertEqual(runtime.monotonicMs(), 500, 'when it ended')
    },
  },
  {
    name: 'is aborted in the middle of a range',
    run: async ({ made, until, simulated }) => {
      const controller = new AbortController()
      const { number } = simulated.chain.first
      let seen = 0
      const reading = async (): Promise<void> => {
        for await (const _ of made.getBlocks({ from: number, to: number + 40 }, { signal: controller.signal })) {
          if (++seen === 3) controller.abort()
        }
      }
      const error = await until(rejection(reading(), 'an aborted range'))
      assert(DefimonError.isInstance(error) && error.code === 'ABORTED', `an aborted range gave ${error}`)
      assertEqual(seen, 3, 'blocks before the abort')
    },
  },
]
