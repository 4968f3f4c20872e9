import {
  type Batch,
  type BlockSource,
  DefimonError,
  type Evidence,
  isOrderingFinal,
  isWithdrawable,
  type L2Network,
  type Settlement,
  type Sink,
} from '@defimon/core'
import {
  type Fault,
  type FaultUse,
  type SeededRandom,
  type SimulatedNetwork,
  seededRandom,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { createSync, type Sync } from '@defimon/sync'
import { type MemorySink, memorySink } from '@defimon/sync/memory'
import { zksyncSource } from '@defimon/zk/zksync'
import { zksyncRollup } from '../settlement/rollups.ts'
import { isFitFault } from './fit-fault.ts'
import { drawRollup, type RollupPlan } from './rollup-plan.ts'
import type { SeedResult, SeedTrace } from './run-seed.ts'
import { warmUp } from './warm-up.ts'

const START_MS = 1_750_000_000_000
const L2_BLOCK_MS = 1_000
const L2_BLOCKS = 120
const PARENT_BLOCK_MS = 3_000
const PARENT_BLOCKS = 45
/** Batches are posted so long after their blocks that they are there on every branch of the parent. */
const POSTED_AFTER_MS = 40_000
const DISTURBED_MS = 90_000
const CALM_MS = 60_000
/** The longest that a walk rests before it asks again is ten minutes; then come the steps back, one question after another. */
const SETTLED_MS = 45 * 60_000

/** A sink that fails five times in a row stops its network, which is right and another test. */
const MOST_FAILURES_IN_A_ROW = 3

/**
 * An endpoint that leaves logs out of its answers. A reader believes it, and what it read of final parent blocks it keeps for as long as it
 * lives: the next run reads them anew.
 */
const OMITTED_LOG: Fault = {
  description: 'omitted log',
  verdict: 'unseen',
  reason: 'headers of long ranges are not read for their blooms',
  answer({ method }, answer) {
    if (method !== 'eth_getLogs' || answer.error !== undefined || !Array.isArray(answer.result)) return answer
    return { result: answer.result.slice(1) }
  },
}

/** What a broken sync would write instead, to see that it is noticed. */
type Tamper = (batch: Batch) => Batch

interface World {
  readonly runtime: VirtualRuntime
  readonly random: SeededRandom
  readonly l2: SimulatedNetwork<'zksync'>
  readonly parent: SimulatedNetwork<'evm'>
  readonly plan: RollupPlan
  readonly store: MemorySink
  readonly tamper: Tamper
  readonly trace: (what: string) => void
  /** What was broken first. */
  broken: string | undefined
  failing: boolean
  /** An endpoint of the parent left logs out. */
  omitted: boolean
  sync: Sync
  parentSource: BlockSource
  running: Promise<void>
}

/** Whether this seed is one of a rollup on a simulated parent chain: few are, for they take longer. */
export function isRollupSeed(seed: string): boolean {
  return seededRandom(`kind of ${seed}`).chance(0.03)
}

/**
 * Runs a seed of a rollup: it posts, proves and executes batches on a simulated parent chain, takes some back and posts them again; the
 * parent is reorganised, its endpoints and those of the rollup do wrong, the sync is stopped and started. No settlement may be stored whose
 * ordering is called final in a parent block that can go; at the end the store's settlement is what the parent chain says.
 */
export async function runRollupSeed(seed: string, trace?: SeedTrace, tamper: Tamper = (batch) => batch): Promise<SeedResult> {
  await warmUp()
  const runtime = virtualRuntime({ seed: `rollup/${seed}`, startMs: START_MS })
  const world = openWorld(seed, runtime, tamper, (what) => trace?.(runtime.monotonicMs(), what))
  const faults = new Map<string, number>()
  let failure: string | undefined
  try {
    await disturb(world)
    await settleDown(world)
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
  } finally {
    for (const { endpoints } of [world.l2, world.parent]) {
      for (const { statistics } of endpoints) {
        for (const [name, times] of statistics.faults) faults.set(name, (faults.get(name) ?? 0) + times)
      }
    }
    await stop(world).catch(() => {})
  }
  faults.set('batch revert', world.plan.reverts)
  return { seed, ...(failure !== undefined && { failure }), virtualMs: runtime.monotonicMs(), faults }
}

function openWorld(seed: string, runtime: VirtualRuntime, tamper: Tamper, trace: (what: string) => void): World {
  const random = seededRandom(`rollup/${seed}`)
  const endpoints = (count: number) => Array.from({ length: count }, (_, at) => ({ latencyMs: [10, 30 + 20 * at] as const }))
  const l2 = simulateNetwork({
    ...{ stack: 'zksync', seed: `${seed}/l2`, runtime, startBlock: 0, blocks: L2_BLOCKS, blockTimeMs: L2_BLOCK_MS },
    ...{ safeDepth: 4, finalizedDepth: 12, transactionsPerBlock: 0, endpoints: endpoints(2) },
  })
  const l2StartMs = l2.chain.first.timestampMs
  const parentStartMs = START_MS - (PARENT_BLOCKS - 1) * PARENT_BLOCK_MS
  const sealed = (number: number): number =>
    Math.floor((parentStartMs + number * PARENT_BLOCK_MS - POSTED_AFTER_MS - l2StartMs) / (zksyncRollup.IN_BATCH * L2_BLOCK_MS)) -
    1
  const plan = drawRollup(random.fork('plan'), sealed)
  const parent = simulateNetwork({
    ...{ stack: 'evm', network: { id: 'ethereum', evmChainId: 1 }, seed: `${seed}/parent`, runtime, startBlock: 0 },
    ...{ blocks: PARENT_BLOCKS, blockTimeMs: PARENT_BLOCK_MS, startMs: parentStartMs, safeDepth: 4, finalizedDepth: 8 },
    ...{ transactionsPerBlock: 0, endpoints: endpoints(3) },
    planned: ({ number }: { readonly number: number }) => plan.planned(l2, number),
  })
  runtime.connect(l2, parent)
  const world = {
    ...{
      runtime,
      random,
      l2,
      parent,
      plan,
      store: memorySink(),
      tamper,
      trace,
      broken: undefined,
      failing: false,
      omitted: false,
    },
  } as Omit<World, 'sync' | 'running' | 'parentSource'> as World
  start(world)
  return world
}

function start(world: World): void {
  const { runtime, l2, parent, trace } = world
  const parentSource = evmSource(parent.network, { runtime })
  const contracts = { diamondProxy: [{ address: zksyncRollup.PROXY, chain: 'ethereum' }] }
  const network = { ...l2.network, category: 'zk_rollup', contracts, parent: 'ethereum' } as L2Network<'zksync'>
  const source = zksyncSource(network, { runtime, parent: parentSource })
  for (const { transport } of [source, parentSource]) {
    transport.onEvent(({ type, host, method = '', error }) => {
      if (error && error.code !== 'ABORTED') trace(`${type} ${host} ${method} ${error.code}: ${error.message}`)
    })
  }
  const sync = createSync({ sources: [{ source, from: 8 }], sink: checkedSink(world), runtime })
  void (async () => {
    for await (const event of sync.events()) {
      if (event.type === 'stopped') world.broken ??= `${event.network} stopped (${event.reason}): ${event.error.message}`
      trace(`${event.type} ${'at' in event ? event.at.number : ''} ${event.type === 'health' ? sync.health()[0]?.because : ''}`)
    }
  })()
  Object.assign(world, { sync, parentSource, running: sync.run() })
}

async function stop({ runtime, sync, running, parentSource }: World): Promise<void> {
  await runtime.runUntil(sync.close())
  await running
  await runtime.runUntil(parentSource.close())
}

/** The store, failing on command; what is called final in a parent block that can go is broken. */
function checkedSink(world: World): Sink {
  const { store, random, parent } = world
  const isFinal = ({ number, hash = '' }: Evidence): boolean =>
    number <= (parent.chain.finalized?.number ?? -1) && parent.chain.isCanonical({ number, hash })
  const check = (settlement: Settlement): void => {
    const { state, block } = settlement
    if (state.stage === 'sequenced') return
    const posted = state.posted ?? []
    if (isOrderingFinal(settlement) && !posted.every(isFinal)) {
      world.broken ??= `the ordering of block ${block.number} is called final in a parent block that can go`
    }
    if (isWithdrawable(settlement) && state.stage === 'settled' && !isFinal(state.settled)) {
      world.broken ??= `block ${block.number} is called withdrawable by a parent block that can go`
    }
  }
  let failures = 0
  return {
    ...store,
    async write(wanted: Batch, options) {
      const batch = world.tamper(wanted)
      failures = world.failing && failures < MOST_FAILURES_IN_A_ROW && random.chance(0.2) ? failures + 1 : 0
      if (failures > 0) throw new Error('the disk is full')
      for (const settlement of [...batch.settlements, ...batch.reverted]) check(settlement)
      await store.write(batch, options)
      if (world.broken) throw new DefimonError('SINK', world.broken, { network: batch.network, retryable: false })
    },
  }
}

async function disturb(world: World): Promise<void> {
  const { runtime, random, l2, parent, trace } = world
  const times = Array.from({ length: random.integer(6, 14) }, () => random.integer(0, DISTURBED_MS)).sort((a, b) => a - b)
  for (const atMs of times) {
    await runtime.advance(Math.max(0, atMs - runtime.monotonicMs()))
    const kind = random.next()
    if (kind < 0.3) {
      const depth = random.integer(1, 6)
      trace(`the parent is reorganised by ${depth}`)
      parent.chain.reorg(depth)
    } else if (kind < 0.75) disturbEndpoint(world, random.chance(0.7) ? parent : l2)
    else if (kind < 0.85) {
      trace('restart')
      await stop(world)
      start(world)
    } else world.failing = !world.failing
  }
  await runtime.advance(Math.max(0, DISTURBED_MS - runtime.monotonicMs()))
}

/** One endpoint of a network does wrong at a time: of a parent chain, two must agree. */
function disturbEndpoint(world: World, network: SimulatedNetwork): void {
  const { random, parent, trace } = world
  const { catalogue, endpoints } = network
  const names = Object.keys(catalogue).filter((name) => isFitFault(name, catalogue[name]!, { isFirst: true, isUnseen: true }))
  const isOmitting = network === parent && random.chance(0.3)
  const use: FaultUse = { fault: isOmitting ? OMITTED_LOG : random.pick(names), probability: random.pick([0.3, 1]) }
  if (isOmitting) world.omitted = true
  const chosen = random.pick(endpoints)
  trace(`${chosen.host}: ${typeof use.fault === 'string' ? use.fault : use.fault.description}`)
  for (const each of endpoints) each.setFaults(each === chosen ? [use] : [])
}

async function settleDown(world: World): Promise<void> {
  const { runtime, l2, parent } = world
  for (const each of [...l2.endpoints, ...parent.endpoints]) each.setFaults([])
  world.failing = false
  if (world.omitted) {
    await stop(world)
    start(world)
  }
  await runtime.advance(CALM_MS)
  l2.chain.halt()
  parent.chain.halt()
  await runtime.advance(SETTLED_MS)
  if (world.broken) throw new Error(world.broken)
  compare(world)
  await stop(world)
  if (runtime.pendingTimers > 0) throw new Error(`${runtime.pendingTimers} timers were left after close`)
}

/** The store holds the whole rollup, and says of each block what the parent chain says of its batch. */
function compare({ l2, parent, plan, store }: World): void {
  const truth = plan.truth(parent.chain.canonical())
  const stored = new Map(store.settlements(l2.network.id).map((each) => [each.block.number, each]))
  const missing = l2.chain.canonical({ from: 8 }).filter(({ number, hash }) => store.block(l2.network.id, number)?.hash !== hash)
  if (missing.length > 0) throw new Error(`blocks are missing: ${missing.map(({ number }) => number).join(' ')}`)
  for (const { number } of l2.chain.canonical({ from: 8 })) {
    const wanted = truth.get(Math.floor(number / zksyncRollup.IN_BATCH)) ?? {}
    const { state } = stored.get(number) ?? { state: { stage: 'sequenced' } as const }
    const found = JSON.stringify(placesOf(state))
    const expected = JSON.stringify(
      [wanted.posted, wanted.proven, wanted.settled].map((place) => place && `${place.number} ${place.hash}`),
    )
    if (found !== expected) throw new Error(`block ${number}: the parent says ${expected}, the store ${state.stage} ${found}`)
  }
}

function placesOf(state: Settlement['state']): readonly (string | undefined)[] {
  const { posted, proven, settled } = state as { posted?: readonly Evidence[]; proven?: Evidence; settled?: Evidence }
  return [posted?.[0], proven, settled].map((evidence) => evidence && `${evidence.number} ${evidence.hash}`)
}
