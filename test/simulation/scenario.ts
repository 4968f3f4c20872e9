import { type SeededRandom, type SimulatedStack, seededRandom } from '@defimon/core/testing'

/** A network of a scenario. */
export interface ScenarioNetwork {
  readonly stack: SimulatedStack
  readonly blockTimeMs: number
  readonly blocks: number
  readonly finalizedDepth: number
  readonly reorgProbability: number
  readonly reorgDepth: number
  /** Endpoints; the first is never set aside for good. */
  readonly endpoints: number
  /** How many of the first blocks are to be backfilled. */
  readonly behind: number
}

/** What happens at an instant of the disturbed time. */
export type ScenarioEvent = { readonly atMs: number; readonly network: number } & (
  | { readonly does: 'faults'; readonly endpoint: number; readonly share: number; readonly count: number }
  | { readonly does: 'honest'; readonly endpoint: number }
  | { readonly does: 'halt' | 'resume' | 'restart' | 'sink-errors' | 'sink-well' }
  | { readonly does: 'clock-jump'; readonly ms: number }
  | { readonly does: 'reorg'; readonly depth: number }
)

/** All that a seed decides. */
export interface Scenario {
  readonly seed: string
  readonly networks: readonly ScenarioNetwork[]
  readonly events: readonly ScenarioEvent[]
  readonly disturbedMs: number
  readonly random: SeededRandom
}

/** Stacks by how often they are drawn: those whose hashes are slow in plain JavaScript come seldom. */
export const STACKS: readonly (readonly [SimulatedStack, number])[] = [
  ...(['evm', 'op-stack', 'arbitrum'] as const).map((stack) => [stack, 6] as const),
  ...(['zksync', 'linea', 'scroll', 'taiko', 'polygon-zkevm', 'polygon-pos', 'bsc'] as const).map((stack) => [stack, 3] as const),
  ...(['avalanche', 'gnosis', 'kaia', 'lachesis', 'cronos', 'rootstock', 'harmony', 'polygon-edge'] as const).map(
    (stack) => [stack, 1] as const,
  ),
  ['solana', 5],
  ['near', 5],
]
const DISTURBED_MS = 120_000

/** What happens for a seed. The same seed gives the same scenario on every machine. */
export function scenarioOf(seed: string): Scenario {
  const random = seededRandom(`simulation/${seed}`)
  const networks = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => drawNetwork(random))
  const events: ScenarioEvent[] = []
  const count = random.integer(8, 20)
  for (let index = 0; index < count; index += 1) {
    const network = random.integer(0, networks.length - 1)
    const event = drawEvent(random, network, networks[network] as ScenarioNetwork)
    events.push(event)
    // Where nothing comes, polls thin out with the time that has passed: a short halt keeps the intervals short that liveness counts in.
    if (event.does === 'halt') events.push({ ...event, does: 'resume', atMs: event.atMs + random.integer(5_000, 30_000) })
  }
  events.sort((one, other) => one.atMs - other.atMs)
  return { seed, networks, events, disturbedMs: DISTURBED_MS, random }
}

function drawNetwork(random: SeededRandom): ScenarioNetwork {
  const tickets = STACKS.flatMap(([stack, share]) => Array.from({ length: share }, () => stack))
  const finalizedDepth = random.integer(8, 20)
  return {
    stack: random.pick(tickets),
    blockTimeMs: random.pick([700, 1_000, 2_000, 4_000, 6_000, 12_000]),
    blocks: random.integer(finalizedDepth + 10, 40),
    finalizedDepth,
    reorgProbability: random.pick([0, 0, 0.03, 0.1]),
    reorgDepth: random.integer(1, Math.min(6, finalizedDepth - 2)),
    endpoints: random.integer(2, 3),
    behind: random.integer(0, 25),
  }
}

function drawEvent(random: SeededRandom, network: number, { endpoints, reorgDepth }: ScenarioNetwork): ScenarioEvent {
  const at = { atMs: random.integer(0, DISTURBED_MS), network }
  const endpoint = random.integer(0, endpoints - 1)
  const kind = random.next()
  if (kind < 0.55) {
    return { ...at, does: 'faults', endpoint, share: random.pick([0.1, 0.5, 1]), count: random.integer(1, 3) }
  }
  if (kind < 0.6) return { ...at, does: 'honest', endpoint }
  if (kind < 0.66) return { ...at, does: 'halt' }
  if (kind < 0.73) return { ...at, does: 'resume' }
  if (kind < 0.82) return { ...at, does: 'restart' }
  if (kind < 0.87) return { ...at, does: 'sink-errors' }
  if (kind < 0.9) return { ...at, does: 'sink-well' }
  if (kind < 0.95) return { ...at, does: 'clock-jump', ms: random.pick([-3_600_000, -5_000, 5_000, 3_600_000]) }
  return { ...at, does: 'reorg', depth: random.integer(1, reorgDepth) }
}
