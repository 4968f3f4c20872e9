import type { BlockSource, Detail, L2Block, SourceOptions } from '@defimon/core'
import { type VirtualRuntime, virtualRuntime } from '../runtime/virtual-runtime.ts'
import type { SimulatedNetwork, SimulationOptions } from '../simulation/simulate-network.ts'
import type { SimulatedBlock } from '../simulation/stack-model.ts'
import { assert, assertEqual } from './assertions.ts'

/** What the kit asks of a simulation. Hand it on to `simulateNetwork` beside the stack. */
export type ConformanceSetup = SimulationOptions & { readonly runtime: VirtualRuntime }

/** A simulated network, and how sources of it are made. */
export interface SourceFixture {
  readonly simulated: SimulatedNetwork
  /** A source of `simulated.network`, with these options. */
  source(options: SourceOptions): BlockSource
}

/** What a case works with. */
export interface SourceContext extends SourceFixture {
  readonly runtime: VirtualRuntime
  /** Lets virtual time pass until it settles. */
  until<T>(promise: Promise<T>): Promise<T>
  /** A source over the simulated network's endpoints, closed at the end of the case. */
  readonly made: BlockSource
  /** One more source, closed at the end of the case. */
  make(options?: SourceOptions): BlockSource
}

/** How many blocks the kit's chains have at the start of a case. */
export const STARTING_BLOCKS = 48
/** The block time of the kit's chains. */
export const BLOCK_TIME_MS = 2000

/** Runs one case on a network of its own, and makes sure that nothing is left behind. */
export async function withSource(
  create: (setup: ConformanceSetup) => SourceFixture,
  setup: SimulationOptions,
  body: (context: SourceContext) => Promise<void>,
): Promise<void> {
  const runtime = virtualRuntime({ seed: setup.seed ?? 1 })
  const fixture = create({ blocks: STARTING_BLOCKS, blockTimeMs: BLOCK_TIME_MS, finalizedDepth: 20, ...setup, runtime })
  runtime.connect(fixture.simulated)
  const sources: BlockSource[] = []
  const make = (options: SourceOptions = {}): BlockSource => {
    const source = fixture.source({ runtime, ...options })
    sources.push(source)
    return source
  }
  const until = <T>(promise: Promise<T>): Promise<T> => runtime.runUntil(promise)
  let first: BlockSource | undefined
  await body({
    ...fixture,
    runtime,
    until,
    make,
    get made() {
      first ??= make()
      return first
    },
  })
  for (const source of sources) await until(source.close())
  await runtime.settle()
  assertEqual(runtime.pendingTimers, 0, 'timers that are left after close')
}

/** Fails unless a block is the one of the chain, with as much as the detail says. */
export function assertIsBlock(block: L2Block, oracle: SimulatedBlock | undefined, detail: Detail): void {
  assert(oracle, `the chain has no block ${block.number}`)
  assertEqual([block.number, block.hash], [oracle.number, oracle.hash], 'the block')
  if (block.parent) {
    assertEqual(block.parent, { number: oracle.parentNumber, hash: oracle.parentHash }, `parent of ${block.number}`)
  } else assertEqual(oracle.number, 0, 'the number of a block without a parent')
  assertEqual(block.timestampMs, oracle.timestampMs, `timestampMs of ${block.number}`)
  assertEqual(block.transactionCount, oracle.transactionCount, `transactionCount of ${block.number}`)
  assertEqual(
    block.transactions?.length,
    detail === 'header' ? undefined : oracle.transactionCount,
    `transactions of ${block.number}`,
  )
  assertEqual(block.logs?.length, detail === 'receipts' ? oracle.logCount : undefined, `logs of ${block.number}`)
}

/**
 * Blocks of the chain that have several transactions and logs, newest first; not the newest ones, which a reorg may change. Where the
 * stack's blocks hold no logs at all, transactions are enough.
 */
export function richBlocks({ simulated }: SourceContext): readonly SimulatedBlock[] {
  const blocks = simulated.chain.canonical({ to: simulated.chain.head.number - 4 })
  const leastLogs = blocks.some(({ logCount }) => logCount > 0) ? 2 : 0
  const rich = blocks.filter((block) => block.transactionCount >= 2 && block.logCount >= leastLogs)
  assert(rich.length > 0, 'the simulated chain has no block with two transactions and two logs')
  return [...rich].reverse()
}

/** All that an async iterable yields. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const each of iterable) all.push(each)
  return all
}
