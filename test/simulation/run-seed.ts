import type { L2Network } from '@defimon/core'
import {
  type FaultUse,
  type SimulatedEndpoint,
  type SimulatedNetwork,
  type SimulatedStackOptions,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { createSync, type Sync, type SyncEvent } from '@defimon/sync'
import { sourceFor } from 'defimon'
import { createCheckedStore } from './checked-store.ts'
import { isFitFault, OTHER_CHAIN } from './fit-fault.ts'
import { isRollupSeed, runRollupSeed } from './run-rollup-seed.ts'
import { type Scenario, type ScenarioEvent, type ScenarioNetwork, scenarioOf } from './scenario.ts'
import { warmUp } from './warm-up.ts'

/** How the run of a seed ended. */
export interface SeedResult {
  readonly seed: string
  /** What was broken; absent where all held. */
  readonly failure?: string
  readonly virtualMs: number
  /** How often faults were in force, by name. */
  readonly faults: ReadonlyMap<string, number>
}

/** Told of what happens in a run, to find out why a seed fails. */
export type SeedTrace = (virtualMs: number, what: string) => void

/** The longest pause that a call, a breaker or a poll takes after a disturbance of this length; liveness counts in it. */
const INTERVAL_MS = 45_000
const START_MS = 1_750_000_000_000

interface World {
  readonly runtime: VirtualRuntime
  readonly simulated: readonly SimulatedNetwork[]
  readonly store: ReturnType<typeof createCheckedStore>
  sync: Sync
  running: Promise<void>
  readonly stopped: SyncEvent[]
  readonly trace: (what: string) => void
  /** What each endpoint does wrong now. */
  readonly inForce: Map<SimulatedEndpoint, readonly FaultUse[]>
}

/**
 * Runs a seed: a sync of one or two networks through real adapters and transports, with everything going wrong that the scenario says.
 * The simulated chains are the oracle. Every stored batch is checked; at the end, with all faults off, every network must be at its
 * head within three intervals, and the store must hold the chain and nothing else.
 */
export async function runSeed(seed: string, trace?: SeedTrace): Promise<SeedResult> {
  if (isRollupSeed(seed)) return runRollupSeed(seed, trace)
  await warmUp()
  const scenario = scenarioOf(seed)
  const runtime = virtualRuntime({ seed: `runtime/${seed}`, startMs: START_MS })
  const faults = new Map<string, number>()
  let world: World | undefined
  try {
    world = await openWorld(scenario, runtime, (what) => trace?.(runtime.monotonicMs(), what))
    for (const event of scenario.events) {
      await runtime.advance(Math.max(0, event.atMs - runtime.monotonicMs()))
      trace?.(runtime.monotonicMs(), JSON.stringify(event))
      await apply(world, scenario, event)
    }
    await runtime.advance(Math.max(0, scenario.disturbedMs - runtime.monotonicMs()))
    await settleDown(world, scenario)
    return { seed, virtualMs: runtime.monotonicMs(), faults }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { seed, failure, virtualMs: runtime.monotonicMs(), faults }
  } finally {
    for (const { endpoints } of world?.simulated ?? []) {
      for (const { statistics } of endpoints) {
        for (const [name, times] of statistics.faults) faults.set(name, (faults.get(name) ?? 0) + times)
      }
    }
    // Whatever failed: nothing of this seed may run on beside the next one.
    await runtime.runUntil(world?.sync.close() ?? Promise.resolve()).catch(() => {})
  }
}

async function openWorld(scenario: Scenario, runtime: VirtualRuntime, trace: (what: string) => void): Promise<World> {
  const simulated = scenario.networks.map((network, index) => simulate(network, `${scenario.seed}/${index}`, index, runtime))
  runtime.connect(...simulated)
  const store = createCheckedStore(simulated, scenario.random.fork('sink'))
  const world: Omit<World, 'sync' | 'running'> = { runtime, simulated, store, stopped: [], trace, inForce: new Map() }
  return { ...world, ...(await startSync(world, scenario)) }
}

function simulate(network: ScenarioNetwork, seed: string, index: number, runtime: VirtualRuntime): SimulatedNetwork {
  const { stack, blocks, blockTimeMs, finalizedDepth, reorgProbability, reorgDepth } = network
  const content = stack === 'solana' || stack === 'near' ? {} : { transactionsPerBlock: (draw: () => number) => draw() * 1.5 }
  return simulateNetwork({
    ...{ stack, seed, runtime, blocks, blockTimeMs, finalizedDepth, safeDepth: Math.floor(finalizedDepth / 2) },
    ...(reorgProbability > 0 && { reorgs: { probability: reorgProbability, maxDepth: reorgDepth } }),
    network: { id: `${stack.replaceAll('-', '_')}_${index}`, blockTimeMs },
    endpoints: Array.from({ length: network.endpoints }, (_, at) => ({ latencyMs: [10, 40 + 40 * at] as const })),
    ...content,
  } as SimulatedStackOptions<'evm'>)
}

async function startSync(
  world: Omit<World, 'sync' | 'running'>,
  { networks }: Scenario,
): Promise<Pick<World, 'sync' | 'running'>> {
  const sources = []
  for (const [index, simulated] of world.simulated.entries()) {
    const source = await sourceFor(simulated.network as L2Network, { runtime: world.runtime })
    const heights = simulated.chain.canonical()
    const from = heights[Math.max(0, heights.length - 1 - networks[index]!.behind)]!.number
    source.transport.onEvent(({ type, host, method = '', error }) => {
      if (error && error.code !== 'ABORTED') world.trace(`${type} ${host} ${method} ${error.code}: ${error.message}`)
    })
    sources.push({ source, from: world.store.start(simulated.network.id, from), maxReorgDepth: 256 })
  }
  const sync = createSync({ sources, sink: world.store.sink, runtime: world.runtime })
  const listen = async (): Promise<void> => {
    for await (const event of sync.events()) {
      world.trace(describeEvent(event, sync))
      if (event.type === 'stopped') world.stopped.push(event)
    }
  }
  void listen()
  return { sync, running: sync.run() }
}

function describeEvent(event: SyncEvent, sync: Sync): string {
  if (event.type === 'stopped') return `${event.network} stopped: ${event.error.message}`
  if (event.type === 'reorg') return `${event.network} reorg to ${event.commonAncestor.number}, ${event.depth} blocks`
  const because = event.type === 'health' ? sync.health().find(({ network }) => network === event.network)?.because : undefined
  return [event.network, event.type, event.at.number, because].filter((part) => part !== undefined).join(' ')
}

async function apply(world: World, scenario: Scenario, event: ScenarioEvent): Promise<void> {
  const simulated = world.simulated[event.network]!
  const { chain, endpoints } = simulated
  switch (event.does) {
    case 'faults': {
      const faults = drawFaults(world, scenario, event)
      world.inForce.set(endpoints[event.endpoint]!, faults)
      world.trace(`${endpoints[event.endpoint]!.host}: ${faults.map(({ fault }) => fault).join(', ')}`)
      return endpoints[event.endpoint]?.setFaults(faults)
    }
    case 'honest':
      world.inForce.delete(endpoints[event.endpoint]!)
      return endpoints[event.endpoint]?.setFaults([])
    case 'halt':
      return chain.halt()
    case 'resume':
      return chain.resume()
    case 'reorg':
      chain.reorg(event.depth)
      return
    case 'sink-errors':
      return world.store.fail(0.15)
    case 'sink-well':
      return world.store.fail(0)
    case 'clock-jump':
      return world.runtime.jumpWallClock(event.ms)
    case 'restart':
      await world.runtime.runUntil(world.sync.close())
      await world.running
      Object.assign(world, await startSync(world, scenario))
  }
}

/** Faults that can be seen, or that only delay: a lie that nothing can see is stored, and that is no bug. */
function drawFaults(
  { simulated, store, inForce }: World,
  { random }: Scenario,
  { network, endpoint, count, share }: ScenarioEvent & { readonly does: 'faults' },
): FaultUse[] {
  const { catalogue, endpoints, network: facts } = simulated[network]!
  const isElsewhere = endpoints.some(
    (each, index) => index !== endpoint && inForce.get(each)?.some(({ fault }) => OTHER_CHAIN.has(String(fault))),
  )
  // What was never final in the store cannot speak against a node that shows another chain from the beginning.
  const isUnseen = isElsewhere || !store.isFinal(facts.id)
  const names = Object.keys(catalogue).filter((name) => isFitFault(name, catalogue[name]!, { isFirst: endpoint === 0, isUnseen }))
  return Array.from({ length: count }, () => ({ fault: random.pick(names), probability: share }))
}

/** Faults off: all heads within three intervals. Then nothing moves any more, and the store is compared with the chain, whole. */
async function settleDown(world: World, scenario: Scenario): Promise<void> {
  const { runtime, simulated, store } = world
  for (const { chain, endpoints } of simulated) {
    for (const endpoint of endpoints) endpoint.setFaults([])
    chain.resume()
  }
  store.fail(0)
  await runtime.advance(3 * INTERVAL_MS)
  const [stopped] = world.stopped
  if (stopped?.type === 'stopped') throw new Error(`${stopped.network} stopped (${stopped.reason}): ${stopped.error.message}`)
  for (const [index, { network, chain }] of simulated.entries()) {
    const head = store.head(network.id)
    // A block may be on its way.
    const most = 2 + Math.ceil(2_000 / scenario.networks[index]!.blockTimeMs)
    const missing = chain.canonical({ from: (head ?? 0) + 1 }).length
    if (head === undefined || missing > most) {
      const { state, because } = world.sync.health()[index]!
      throw new Error(
        `${network.id} stands ${missing} blocks behind its head after three intervals without faults: ${state}, ${because}`,
      )
    }
    chain.halt()
  }
  await runtime.advance(INTERVAL_MS)
  for (const { network } of simulated) store.compare(network.id)
  await runtime.runUntil(world.sync.close())
  await world.running
  if (runtime.pendingTimers > 0) throw new Error(`${runtime.pendingTimers} timers were left after close`)
}
