import type { Checkpoint, L2Network, NetworkId, Sink } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { sourceFor } from 'defimon'

/** Block times of 53 networks that are read at once, in seconds: as many networks as there are of each. */
const NETWORKS_BY_BLOCK_TIME: readonly (readonly [seconds: number, networks: number])[] = [
  [0.2, 1],
  [0.25, 2],
  [0.4, 2],
  [0.45, 1],
  [0.5, 1],
  [0.6, 2],
  [1, 15],
  [1.2, 1],
  [2, 18],
  [5, 2],
  [6, 1],
  [10, 2],
  [12, 1],
  [30, 1],
  [60, 3],
]
/** A reader may be this far behind: a block that is on its way, and a poll. */
const MOST_BEHIND_MS = 15_000

/** What the heap may grow by after warm-up: compiled code and full caches, and what the simulated chains keep of each block. */
const HEAP_GROWTH_MB = 60
const CHAIN_KB_A_BLOCK = 1

interface CountingSink extends Sink {
  readonly counted: { blocks: number; rollbacks: number }
  headOf(network: NetworkId): number
}

/** Keeps checkpoints and counts, and nothing that grows. */
function countingSink(): CountingSink {
  const checkpoints = new Map<NetworkId, Checkpoint>()
  const counted = { blocks: 0, rollbacks: 0 }
  const close = async (): Promise<void> => {}
  return {
    specVersion: 1,
    delivery: 'transactional',
    counted,
    headOf: (network) => checkpoints.get(network)?.head?.number ?? 0,
    async open() {},
    readCheckpoint: async (network) => checkpoints.get(network),
    async write({ network, blocks, rollbackTo, checkpoint }) {
      counted.blocks += blocks.length
      if (rollbackTo) counted.rollbacks += 1
      checkpoints.set(network, checkpoint)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function heapMb(): number {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().heapUsed / 10_000) / 100
}

const minutesAt = process.argv.indexOf('--minutes')
const minutes = minutesAt < 0 ? 60 : Number(process.argv[minutesAt + 1])
if (!(minutes > 0)) {
  process.stderr.write('usage: npm run --silent soak -- [--minutes M]\n')
  process.exit(2)
}
const startedMs = performance.now()
const cpuAtStart = process.cpuUsage()
const runtime = virtualRuntime({ seed: 'soak' })
const blockTimes = NETWORKS_BY_BLOCK_TIME.flatMap(([seconds, networks]) => Array.from({ length: networks }, () => seconds))
const simulated = blockTimes.map((seconds, index) => {
  const stack = index % 2 === 0 ? 'evm' : 'op-stack'
  const network = { id: `soak_${index}`, blockTimeMs: seconds * 1000 }
  const endpoints = [{ latencyMs: [20, 80] as const }, { latencyMs: [30, 120] as const }]
  const transactionsPerBlock = (draw: () => number): number => Math.floor(draw() * 3)
  return simulateNetwork({
    ...{ stack, seed: `soak/${index}`, runtime, network, endpoints, transactionsPerBlock, blocks: 40 },
    blockTimeMs: seconds * 1000,
  } as Parameters<typeof simulateNetwork<'evm'>>[0])
})
runtime.connect(...simulated)
const sources = []
for (const { network, chain } of simulated) {
  sources.push({ source: await sourceFor(network as L2Network, { runtime }), from: chain.head.number })
}
const sink = countingSink()
const sync = createSync({ sources, sink, runtime })
const running = sync.run()
const failures: string[] = []
await runtime.advance(minutes * 6_000)
const heapAfterWarmUpMb = heapMb()
await runtime.advance(minutes * 54_000)
const heapAtEndMb = heapMb()
for (const [index, { network, chain }] of simulated.entries()) {
  const behind = chain.head.number - sink.headOf(network.id)
  const most = 2 + Math.ceil(MOST_BEHIND_MS / (blockTimes[index]! * 1000))
  if (behind > most) failures.push(`${network.id} stands ${behind} blocks behind its head`)
}
const mostGrowthMb = HEAP_GROWTH_MB + (CHAIN_KB_A_BLOCK * sink.counted.blocks) / 1000
const growthMb = heapAtEndMb - heapAfterWarmUpMb
if (growthMb > mostGrowthMb) failures.push(`the heap grew by ${growthMb} MB after warm-up, ${mostGrowthMb} MB are allowed`)
await runtime.runUntil(sync.close())
await running
if (runtime.pendingTimers > 0) failures.push(`${runtime.pendingTimers} timers were left after close`)
const cpu = process.cpuUsage(cpuAtStart)
process.stdout.write(
  `${JSON.stringify({
    networks: blockTimes.length,
    virtualMinutes: minutes,
    ...sink.counted,
    heapAfterWarmUpMb,
    heapAtEndMb,
    cpuSeconds: Math.round((cpu.user + cpu.system) / 1e5) / 10,
    seconds: Math.round((performance.now() - startedMs) / 100) / 10,
    failures,
  })}\n`,
)
process.exitCode = failures.length > 0 ? 1 : 0
