import { type BlockRef, type ChainEvent, DefimonError, type L2Block, watchBlocks } from '@defimon/core'
import type { Fault } from '../simulation/fault.ts'
import { assert, assertEqual, rejection } from './assertions.ts'
import { BLOCK_TIME_MS, type SourceContext } from './source-context.ts'
import type { ConformanceCase } from './test-framework.ts'

/** A watch that runs beside the case, and what it has given so far. */
interface Watch {
  readonly events: readonly ChainEvent<L2Block>[]
  /** The chain that a reader of the events holds, oldest first. Following them must never go wrong. */
  chain(): readonly BlockRef[]
  failure(): unknown
  stop(): Promise<void>
}

function startWatching(context: SourceContext, options: Parameters<typeof watchBlocks>[1] = {}, source = context.made): Watch {
  const events: ChainEvent<L2Block>[] = []
  const controller = new AbortController()
  let failure: unknown
  const running = (async () => {
    for await (const event of watchBlocks(source, { ...options, signal: controller.signal }))
      events.push(event as ChainEvent<L2Block>)
  })().catch((error: unknown) => {
    failure = error
  })
  return {
    events,
    failure: () => failure,
    chain: () => {
      const refs: BlockRef[] = []
      for (const event of events) {
        if (event.type === 'reorg') {
          const gone = event.removed.map(({ hash }) => hash)
          const held = refs.filter(({ number }) => number > event.commonAncestor.number).map(({ hash }) => hash)
          assertEqual(
            gone.filter((hash) => held.includes(hash)),
            held,
            'blocks that a reorg removes',
          )
          while (refs.length > 0 && refs[refs.length - 1]!.number > event.commonAncestor.number) refs.pop()
          if (refs.length > 0) assertEqual(refs[refs.length - 1], event.commonAncestor, 'common ancestor')
        } else {
          const last = refs[refs.length - 1]
          if (last) assertEqual(event.block.parent, last, `parent of ${event.block.number}`)
          refs.push({ number: event.block.number, hash: event.block.hash })
        }
      }
      return refs
    },
    stop: async () => {
      controller.abort()
      await context.until(running)
    },
  }
}

/** Fails unless the watch has followed the chain to its head. */
function assertFollowed(watch: Watch, { simulated }: SourceContext): void {
  if (watch.failure() !== undefined) throw watch.failure()
  const chain = watch.chain()
  const { head } = simulated.chain
  assertEqual(chain.at(-1), { number: head.number, hash: head.hash }, 'newest block that was watched')
  const oracle = simulated.chain.canonical({ from: chain[0]!.number }).map(({ number, hash }) => ({ number, hash }))
  assertEqual(chain, oracle, 'watched chain')
}

/** Stops the chain and gives the watch time to see its end. */
async function settleAtHead({ simulated, runtime }: SourceContext): Promise<void> {
  simulated.chain.halt()
  await runtime.advance(30 * BLOCK_TIME_MS)
}

/** Lets time pass until the watch has seen the newest block. */
async function reachHead(watch: Watch, { simulated, runtime }: SourceContext): Promise<void> {
  const atHead = (): boolean => watch.chain().at(-1)?.hash === simulated.chain.head.hash
  await runtime.runUntil(() => watch.failure() !== undefined || atHead(), { maxMs: 60_000 })
}

/** A chain that stands still is asked every five minutes, and that poll may just have been made. */
const LONGEST_IDLE_MS = 330_000

/** Cases of watching: each block once, reorgs, faults about the head, sockets. */
export const SOURCE_WATCH_CASES: readonly ConformanceCase<SourceContext>[] = [
  {
    name: 'watches each new block once and in order',
    run: async (context) => {
      const watch = startWatching(context)
      await context.runtime.advance(20 * BLOCK_TIME_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      assert(watch.events.length >= 20, `only ${watch.events.length} blocks in 20 block times`)
      assertEqual(watch.events.filter(({ type }) => type === 'reorg').length, 0, 'reorgs')
      await watch.stop()
    },
  },
  {
    name: 'watches from a height',
    run: async (context) => {
      const from = context.simulated.chain.head.number - 12
      const watch = startWatching(context, { from })
      await context.runtime.advance(5 * BLOCK_TIME_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      assertEqual(watch.chain()[0]!.number, context.simulated.chain.canonical({ from })[0]!.number, 'first block')
      await watch.stop()
    },
  },
  {
    name: 'watches after a block that is known',
    run: async (context) => {
      const { number, hash } = context.simulated.chain.canonical().at(-8)!
      const watch = startWatching(context, { from: { number, hash } })
      await context.runtime.advance(5 * BLOCK_TIME_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      const [first] = watch.events
      assert(first?.type === 'block' && first.block.parent?.hash === hash, 'the first block does not follow the known one')
      await watch.stop()
    },
  },
  ...[1, 3, 8].map((depth) => ({
    name: `watches a reorg of ${depth} blocks`,
    run: async (context: SourceContext) => {
      const watch = startWatching(context, { from: context.simulated.chain.head.number - 15 })
      await context.runtime.advance(3 * BLOCK_TIME_MS)
      await reachHead(watch, context)
      const { commonAncestor, removed } = context.simulated.chain.reorg(depth)
      await context.runtime.advance(3 * BLOCK_TIME_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      const reorgs = watch.events.filter((event) => event.type === 'reorg')
      assertEqual(reorgs.length, 1, 'reorgs')
      assertEqual(reorgs[0]!.commonAncestor, { number: commonAncestor.number, hash: commonAncestor.hash }, 'common ancestor')
      assertEqual(
        reorgs[0]!.removed.every(({ hash }) => removed.some((block) => block.hash === hash)),
        true,
        'removed blocks',
      )
      await watch.stop()
    },
  })),
  {
    name: 'watches a reorg to a shorter branch that grows',
    run: async (context) => {
      const watch = startWatching(context, { from: context.simulated.chain.head.number - 10 })
      await context.runtime.advance(3 * BLOCK_TIME_MS)
      await reachHead(watch, context)
      context.simulated.chain.reorg(4, 2)
      await context.runtime.advance(8 * BLOCK_TIME_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      await watch.stop()
    },
  },
  {
    name: 'begins with the reorg when the known block is gone',
    run: async (context) => {
      const { chain } = context.simulated
      const { number, hash } = chain.head
      const { commonAncestor } = chain.reorg(1, 3)
      const watch = startWatching(context, { from: { number, hash } })
      await context.runtime.advance(3 * BLOCK_TIME_MS)
      await settleAtHead(context)
      const [first] = watch.events
      assert(first?.type === 'reorg', `the first event is ${first?.type ?? 'missing'}`)
      assertEqual(first.commonAncestor, { number: commonAncestor.number, hash: commonAncestor.hash }, 'common ancestor')
      assertFollowed(watch, context)
      await watch.stop()
    },
  },
  {
    name: 'gives nothing while the chain stands, and all of it afterwards',
    run: async (context) => {
      const watch = startWatching(context)
      await context.runtime.advance(3 * BLOCK_TIME_MS)
      await settleAtHead(context)
      const before = watch.events.length
      await context.runtime.advance(600_000)
      assertEqual(watch.events.length, before, 'events while the chain stands')
      context.simulated.chain.resume()
      await context.runtime.advance(LONGEST_IDLE_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      await watch.stop()
    },
  },
  {
    name: 'watches on through an outage of all endpoints',
    run: async (context) => {
      const watch = startWatching(context)
      await context.runtime.advance(3 * BLOCK_TIME_MS)
      for (const endpoint of context.simulated.endpoints) endpoint.setFaults(['connection-refused'])
      await context.runtime.advance(120_000)
      for (const endpoint of context.simulated.endpoints) endpoint.setFaults([])
      await context.runtime.advance(180_000)
      await settleAtHead(context)
      assertFollowed(watch, context)
      await watch.stop()
    },
  },
  {
    name: 'is not led astray by a node that lags behind',
    run: async (context) => {
      const slow = context.simulated.endpoint({ faults: ['stale-head'] })
      const source = context.make({ endpoints: [slow.endpoint, context.simulated.endpoints[0]!.endpoint] })
      const watch = startWatching(context, { from: context.simulated.chain.head.number - 10 }, source)
      await context.runtime.advance(30 * BLOCK_TIME_MS)
      slow.setFaults([])
      await settleAtHead(context)
      assertFollowed(watch, context)
      assertEqual(watch.events.filter(({ type }) => type === 'reorg').length, 0, 'reorgs')
      await watch.stop()
    },
  },
  {
    name: 'is not led astray by a wall clock that jumps',
    run: async (context) => {
      const watch = startWatching(context)
      for (const jumpMs of [3_600_000, -7_200_000, 3_600_000]) {
        await context.runtime.advance(5 * BLOCK_TIME_MS)
        context.runtime.jumpWallClock(jumpMs)
      }
      await context.runtime.advance(60 * BLOCK_TIME_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      await watch.stop()
    },
  },
  {
    name: 'loses no block when its socket is cut',
    run: async (context) => {
      const { simulated, runtime } = context
      const withSocket = simulated.endpoint({ webSocket: true })
      const watch = startWatching(context, {}, context.make({ endpoints: [withSocket.endpoint] }))
      for (let round = 0; round < 3; round++) {
        await runtime.advance(6 * BLOCK_TIME_MS)
        simulated.cutSockets()
      }
      await runtime.advance(10 * BLOCK_TIME_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      await watch.stop()
      await runtime.settle()
    },
  },
  {
    name: 'ends a watch by its signal, with ABORTED',
    run: async (context) => {
      const controller = new AbortController()
      const watching = async (): Promise<void> => {
        for await (const _ of watchBlocks(context.made, { signal: controller.signal }));
      }
      const failed = rejection(watching(), 'an aborted watch')
      await context.runtime.advance(3 * BLOCK_TIME_MS)
      controller.abort()
      const error = await context.until(failed)
      assert(DefimonError.isInstance(error) && error.code === 'ABORTED', `an aborted watch gave ${error}`)
      await context.runtime.settle()
      assertEqual(context.runtime.pendingTimers, 0, 'timers after the abort')
    },
  },
  {
    name: 'ends a watch when its reader stops',
    run: async (context) => {
      const watching = async (): Promise<void> => {
        let seen = 0
        for await (const _ of watchBlocks(context.made)) if (++seen === 2) break
      }
      await context.until(watching())
      const { calls } = context.simulated.endpoints[0]!.statistics
      await context.runtime.advance(60_000)
      assertEqual(context.simulated.endpoints[0]!.statistics.calls, calls, 'calls after the reader stopped')
    },
  },
]

/**
 * A case for a fault about the head, beside honest endpoints. Where it can be seen the watch follows the chain all the same; where it
 * cannot, what the watch gives is at least consistent, and it follows the chain once the fault is over.
 */
export function headFaultCase(name: string, { description, verdict }: Fault): ConformanceCase<SourceContext> {
  return {
    name: `follows the chain beside an endpoint with ${name}: ${description}`,
    run: async (context) => {
      const { simulated, runtime, make } = context
      const faulty = simulated.endpoint({ faults: [name] })
      const honest = [simulated.endpoints[0]!.endpoint, simulated.endpoint().endpoint]
      const watch = startWatching(context, {}, make({ endpoints: [faulty.endpoint, ...honest] }))
      await runtime.advance(20 * BLOCK_TIME_MS)
      if (verdict === 'unseen') faulty.setFaults([])
      await runtime.advance(10 * BLOCK_TIME_MS)
      await settleAtHead(context)
      assertFollowed(watch, context)
      await watch.stop()
    },
  }
}
