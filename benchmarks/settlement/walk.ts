import type { BlockSource, Sink, StoredSettlement } from '@defimon/core'
import { type PlannedTransaction, type SimulatedNetwork, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { sourceFor } from 'defimon'
import { byParentBlock, type Rollup, type Shape, SLOT_MS, START_MS } from './shape.ts'

/** What a walk brought, and what it cost. */
export interface Walk {
  readonly parent: SimulatedNetwork<'evm'>
  /** What was stored, in the order of its writing. */
  readonly stored: readonly StoredSettlement[]
  /** Requests, by method. Members of JSON-RPC batches count one each. */
  readonly parentCalls: Readonly<Record<string, number>>
  readonly l2Calls: Readonly<Record<string, number>>
  readonly cpuSeconds: number
}

/** Blocks of the parent that pass at most before the walk must be over. */
const LONGEST_MS = 48 * 3_600_000

/** Lets a sync walk the settlement of all blocks of a rollup, which the store has already. Nothing else is there to be read. */
export async function walkSettlement({ blocks, parentEndpoints = 1, hasCosts = true }: Shape, rollup: Rollup): Promise<Walk> {
  const runtime = virtualRuntime({ startMs: START_MS + rollup.parentBlocks * SLOT_MS })
  const parent = simulateNetwork({
    stack: 'evm',
    network: { id: 'ethereum', evmChainId: 1 },
    startBlock: 0,
    blocks: rollup.parentBlocks,
    blockTimeMs: SLOT_MS,
    startMs: START_MS,
    safeDepth: 40,
    finalizedDepth: 80,
    transactionsPerBlock: 0,
    seed: 'parent',
    endpoints: Array.from({ length: parentEndpoints }, () => ({})),
    runtime,
    ...(rollup.call && { call: rollup.call }),
    planned: plannedBy(rollup),
  })
  runtime.connect(parent)
  runtime.connect(rollup.node)
  const parentSource = await sourceFor(parent.network, { runtime })
  const source: BlockSource = await sourceFor(rollup.network, {
    runtime,
    parent: parentSource,
    settlementCosts: hasCosts,
  })

  const stored: StoredSettlement[] = []
  let left = blocks
  let finish = (): void => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const sink = storedBlocks(rollup, blocks, (settlements) => {
    stored.push(...settlements)
    for (const settlement of settlements) if (settlement.state.stage === 'settled') left -= heightsOf(settlement)
    if (left <= 0) finish()
  })
  const sync = createSync({ sources: [{ source, detail: 'header' }], sink, runtime })
  const before = process.cpuUsage()
  const running = sync.run()
  await runtime.runUntil(Promise.race([finished, running]), { maxMs: LONGEST_MS })
  const { user, system } = process.cpuUsage(before)
  const parentCalls = sumOf(parent.endpoints.map(({ statistics }) => statistics.callsByMethod))
  const l2Calls = sumOf([rollup.node.callsByMethod])
  await runtime.runUntil(sync.close())
  await running.catch(() => undefined)
  await parentSource.close()
  return { parent, stored, parentCalls, l2Calls, cpuSeconds: (user + system) / 1e6 }
}

/** A store that holds every block, and tells what settlement brings. */
function storedBlocks(rollup: Rollup, blocks: number, tell: (settlements: readonly StoredSettlement[]) => void): Sink {
  const { network, node } = rollup
  const head = node.ref(blocks - 1)
  const close = async (): Promise<void> => {}
  return {
    specVersion: 1,
    delivery: 'transactional',
    async open() {},
    readCheckpoint: async () => ({ network: network.id, head, finalized: head, done: [{ from: 0, to: blocks - 1 }] }),
    readRef: async (_, number) => node.ref(number),
    async write({ settlements, reverted }) {
      if (reverted.length > 0) throw new RangeError('a step was taken back where nothing was reverted')
      tell(settlements)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function heightsOf({ block, holdsFor = { from: block.number, to: block.number } }: StoredSettlement): number {
  return holdsFor.to - holdsFor.from + 1
}

function plannedBy({ happenings }: Rollup): (plan: { readonly number: number }) => PlannedTransaction[] {
  const byBlock = byParentBlock(happenings)
  return ({ number }) => (byBlock.get(number) ?? []).map(({ transaction }) => transaction())
}

function sumOf(counts: readonly ReadonlyMap<string, number>[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {}
  for (const map of counts) for (const [method, count] of map) sum[method] = (sum[method] ?? 0) + count
  return Object.fromEntries(Object.entries(sum).sort(([, a], [, b]) => b - a))
}
