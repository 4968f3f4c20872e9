// `npm run soak`: one virtual hour of 53 networks of all stacks, at their rates, with reorgs. Ends with 1 where a network does not stand at
// its head, where a block is missing or wrong, where the heap grows, or where a timer or handle is left.
import { performance } from 'node:perf_hooks'
import type { Checkpoint, L2Block, L2Network, NetworkId, Sink } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { sourceFor } from 'defimon'
import { checkedSink } from './checked-sink.ts'
import { SOAK_NETWORKS } from './networks.ts'

/** A reader may be this far behind: a block that is on its way, and a poll. */
const MOST_BEHIND_MS = 15_000
/** What the heap may grow by after the first tenth: compiled code and full caches, and what simulated nodes index of each transaction. */
const HEAP_GROWTH_MB = 20
const INDEXED_KB_A_TRANSACTION = 0.25
/** What the nodes of the simulated networks keep. */
const KEPT_BLOCKS = 512
const MOST_TRANSACTIONS = 2
/** Every so many networks reorganise by themselves, now and then. */
const REORGANISED = 4

/** Keeps checkpoints, and nothing that grows. */
function checkpointSink(): Sink {
  const checkpoints = new Map<NetworkId, Checkpoint>()
  const close = async (): Promise<void> => {}
  return {
    ...{ specVersion: 1, delivery: 'transactional', close, [Symbol.asyncDispose]: close },
    async open() {},
    readCheckpoint: async (network) => checkpoints.get(network),
    async write({ network, checkpoint }) {
      checkpoints.set(network, checkpoint)
    },
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
const resourcesBefore = process.getActiveResourcesInfo()
const runtime = virtualRuntime({ seed: 'soak' })
const simulated = SOAK_NETWORKS.map(({ id, stack, blockTimeMs }, index) =>
  simulateNetwork({
    ...{ stack, seed: `soak/${index}`, runtime, network: { id, blockTimeMs }, blockTimeMs, blocks: 40, keepBlocks: KEPT_BLOCKS },
    ...(index % REORGANISED === 0 && { reorgs: { probability: 0.002, maxDepth: 3 } }),
    endpoints: [{ latencyMs: [20, 80] }, { latencyMs: [30, 120] }],
    transactionsPerBlock: (draw: () => number) => Math.floor(draw() * (MOST_TRANSACTIONS + 1)),
  } as Parameters<typeof simulateNetwork<'evm'>>[0]),
)
runtime.connect(...simulated)
const sources = []
for (const { network, chain } of simulated) {
  sources.push({ source: await sourceFor(network as L2Network, { runtime }), from: chain.head.number })
}
/** The chain itself says what its blocks hold. */
const judge = (block: L2Block): string | undefined => {
  const expected = chains.get(block.network)?.at(block.hash)
  if (!expected) return 'is none of the chain'
  const isSame = expected.number === block.number && expected.transactionCount === block.transactionCount
  return isSame ? undefined : `has ${block.transactionCount} transactions, not ${expected.transactionCount}`
}
const chains = new Map(simulated.map(({ network, chain }) => [network.id, chain]))
const sink = checkedSink(checkpointSink(), judge)
const sync = createSync({ sources, sink, runtime })
const running = sync.run()
const failures: string[] = []
await runtime.advance(minutes * 6_000)
const heapAfterWarmUpMb = heapMb()
await runtime.advance(minutes * 54_000)
const heapAtEndMb = heapMb()
for (const [index, { network, chain }] of simulated.entries()) {
  const head = sink.headOf(network.id)
  const most = 2 + Math.ceil(MOST_BEHIND_MS / SOAK_NETWORKS[index]!.blockTimeMs)
  if (!head) failures.push(`${network.id} was never stored`)
  else if (!chain.isCanonical(head)) failures.push(`${network.id} stands at ${head.number} of a branch that is gone`)
  else if (chain.canonical({ from: head.number }).length > most + 1)
    failures.push(`${network.id} stands at ${head.number} of ${chain.head.number}`)
}
const growthMb = heapAtEndMb - heapAfterWarmUpMb
const mostGrowthMb = HEAP_GROWTH_MB + (INDEXED_KB_A_TRANSACTION * sink.counted.transactions) / 1000
if (growthMb > mostGrowthMb) failures.push(`the heap grew by ${growthMb} MB after warm-up, ${mostGrowthMb} MB are allowed`)
await runtime.runUntil(sync.close())
await running
failures.push(...sink.failures())
if (runtime.pendingTimers > 0) failures.push(`${runtime.pendingTimers} timers were left after close`)
const handlesLeft = process.getActiveResourcesInfo().length - resourcesBefore.length
if (handlesLeft > 0) failures.push(`${process.getActiveResourcesInfo().join(', ')} were left after close`)
const cpu = process.cpuUsage(cpuAtStart)
process.stdout.write(
  `${JSON.stringify({
    networks: simulated.length,
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
