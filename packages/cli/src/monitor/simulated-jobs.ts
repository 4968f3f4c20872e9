import type { L2Network, NetworkId, Runtime, Sink } from '@defimon/core'
import { serveFetch } from '@defimon/core/node'
import { type SimulatedEndpointOptions, type SimulatedStack, simulateNetwork } from '@defimon/core/testing'
import { sourceFor } from '../adapters.ts'
import type { OpenJobs } from './open-jobs.ts'
import type { SyncJob } from './sync-job.ts'

/** What the simulated networks stand for, and where an earlier run of them may have left off. */
export interface SimulatedJobsOptions {
  /** The networks that are stood in for; those whose stack has no simulation are left out. */
  readonly networks: readonly L2Network[]
  readonly runtime: Runtime
  /** Open. Its checkpoints say how far the chains had come. */
  readonly sink: Sink
}

/** Time of the first block of every simulated chain. */
const EPOCH_MS = Date.UTC(2026, 0, 1)
const FIRST_BLOCK = 1
const BLOCK_TIME_MS = 1_000
/** Blocks that there are before the first run begins, for the backfill. */
const BLOCKS_BEFORE = 120
/** Blocks that came while no run looked. */
const BLOCKS_BETWEEN_RUNS = 12

/** Two endpoints a network: one that fails in many ways, a little, and one that is slow but honest. */
const ENDPOINTS: readonly SimulatedEndpointOptions[] = [
  {
    latencyMs: [5, 25],
    faults: [
      { fault: 'internal-server-error', probability: 0.03 },
      { fault: 'rate-limited', probability: 0.01 },
      { fault: 'truncated-json', probability: 0.02 },
      { fault: 'html', probability: 0.01 },
    ],
  },
  { latencyMs: [20, 60] },
]

/** Enough to see every kind of block side by side, and few enough for a small machine. */
const SIMULATED_STACKS: readonly SimulatedStack[] = [
  'evm',
  'op-stack',
  'arbitrum',
  'zksync',
  'polygon-pos',
  'starknet',
  'solana',
  'near',
]

function isSimulated(stack: string): stack is SimulatedStack {
  return SIMULATED_STACKS.some((known) => known === stack)
}

/**
 * The clock of a simulated chain: it begins a little after the last stored block. A chain is a pure function of this clock, its
 * reorgs included, so a later run finds the chain of the earlier one, grown, and goes on from its checkpoint.
 */
function clockFrom(runtime: Runtime, storedHead: number | undefined): Runtime {
  const blocks = storedHead === undefined ? BLOCKS_BEFORE : storedHead - FIRST_BLOCK + BLOCKS_BETWEEN_RUNS
  const beganMs = runtime.monotonicMs()
  return { ...runtime, now: () => EPOCH_MS + blocks * BLOCK_TIME_MS + runtime.monotonicMs() - beganMs }
}

/** Simulated stand-ins, each behind two loopback servers, with reorgs and faults switched on. Their ids begin with `simulated_`. */
export async function openSimulatedJobs({ networks, runtime, sink }: SimulatedJobsOptions): Promise<OpenJobs> {
  const cleanUp = new AsyncDisposableStack()
  const jobs: SyncJob[] = []
  for (const { id: realId, name, stack } of networks) {
    if (!isSimulated(stack)) continue
    const id: NetworkId = `simulated_${realId}`
    const checkpoint = await sink.readCheckpoint(id)
    const clock = clockFrom(runtime, checkpoint?.head?.number)
    const simulated = simulateNetwork({
      stack,
      network: { id, name: `${name} (simulated)` },
      seed: id,
      runtime: clock,
      startMs: EPOCH_MS,
      startBlock: FIRST_BLOCK,
      blocks: 1,
      blockTimeMs: BLOCK_TIME_MS,
      reorgs: { probability: 0.08, maxDepth: 3 },
      endpoints: ENDPOINTS,
    })
    const servers = await Promise.all(simulated.endpoints.map((endpoint) => serveFetch(endpoint.fetch)))
    for (const server of servers) cleanUp.use(server)
    const network: L2Network = { ...simulated.network, endpoints: servers.map(({ url }) => ({ url })) }
    const source = await sourceFor(network, { runtime: clock })
    jobs.push({ network, mark: 'SIMULATED', legs: [{ source, from: FIRST_BLOCK }], runtime: clock })
  }
  return { jobs, [Symbol.asyncDispose]: () => cleanUp.disposeAsync() }
}
