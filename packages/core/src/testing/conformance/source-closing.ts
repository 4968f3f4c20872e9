import { createTransport, DefimonError, watchBlocks } from '@defimon/core'
import { assert, assertEqual, rejection } from './assertions.ts'
import { assertIsBlock, type SourceContext } from './source-context.ts'
import type { ConformanceCase } from './test-framework.ts'

/** Cases of the end of a source. That no timer is left is checked after every case of the kit. */
export const SOURCE_CLOSING_CASES: readonly ConformanceCase<SourceContext>[] = [
  {
    name: 'asks nothing before its first use',
    run: async ({ made, runtime, simulated }) => {
      assert(made.network, 'a source names its network')
      await runtime.advance(60_000)
      assertEqual(simulated.endpoints[0]!.statistics.requests, 0, 'requests')
    },
  },
  {
    name: 'closes twice, and by await using',
    run: async ({ made, until }) => {
      await until(made.getBlock('latest'))
      await until(made.close())
      await until(made.close())
      await until(Promise.resolve(made[Symbol.asyncDispose]()))
    },
  },
  {
    name: 'closes a source that was never used',
    run: async ({ made, until }) => {
      await until(made.close())
    },
  },
  {
    name: 'fails calls after close with ABORTED',
    run: async ({ made, until, simulated }) => {
      await until(made.getBlock('latest'))
      await until(made.close())
      const { requests } = simulated.endpoints[0]!.statistics
      const error = await until(rejection(made.getBlock('latest'), 'a call after close'))
      assert(DefimonError.isInstance(error) && error.code === 'ABORTED', `a call after close gave ${error}`)
      assertEqual(simulated.endpoints[0]!.statistics.requests, requests, 'requests after close')
    },
  },
  {
    name: 'ends calls under way when it is closed',
    run: async ({ make, until, simulated, runtime }) => {
      const source = make({ endpoints: [simulated.endpoint({ faults: ['hang'] }).endpoint] })
      const failed = rejection(source.getBlock('latest'), 'a call under way')
      await runtime.advance(100)
      await until(source.close())
      const error = await until(failed)
      assert(DefimonError.isInstance(error) && error.code === 'ABORTED', `a call under way gave ${error}`)
    },
  },
  {
    name: 'ends a watch when it is closed',
    run: async ({ made, until, runtime }) => {
      const watching = async (): Promise<void> => {
        for await (const _ of watchBlocks(made));
      }
      const ended = watching().catch((error: unknown) => error)
      await runtime.advance(5000)
      await until(made.close())
      const error = await until(ended)
      assert(error === undefined || (DefimonError.isInstance(error) && error.code === 'ABORTED'), `the watch ended with ${error}`)
    },
  },
  {
    name: 'leaves a transport open that it was given',
    run: async ({ make, until, simulated, runtime }) => {
      const transport = createTransport(simulated.network, { runtime })
      const first = make({ transport })
      assertIsBlock(await until(first.getBlock('latest')), simulated.chain.head, 'receipts')
      await until(first.close())
      const second = make({ transport })
      assertIsBlock(await until(second.getBlock('latest')), simulated.chain.head, 'receipts')
      await until(transport.close())
    },
  },
  {
    name: 'asks the endpoints of its options, not those of the network',
    run: async ({ make, until, simulated }) => {
      const other = simulated.endpoint()
      await until(make({ endpoints: [other.endpoint.url] }).getBlock('latest'))
      assertEqual(simulated.endpoints[0]!.statistics.requests, 0, 'requests to the network’s endpoint')
      assert(other.statistics.requests > 0, 'the endpoint of the options was not asked')
    },
  },
]
