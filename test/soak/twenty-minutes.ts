// `npm run soak:real`: 53 networks with full blocks, at their rates, from loopback into SQLite, in real time. Ends with 1 where memory,
// processor time or what is left after closing is more than it may be, or where a block is wrong.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { L2Block, L2Network } from '@defimon/core'
import { createSync } from '@defimon/sync'
import { sqliteSink } from '@defimon/sync/sqlite'
import { sourceFor } from 'defimon'
import { checkedSink } from './checked-sink.ts'
import { type HeapSample, heapSlope } from './heap-slope.ts'
import { SOAK_NETWORKS } from './networks.ts'

/** What a run may use (issue "Sync in production"). */
const MOST = { heapMbPerHour: 1, peakRssMb: 400, cpuPercent: 15 }
/** A block is on its way, and a poll; and the machine may do other things as well. */
const MOST_BEHIND_MS = 15_000
const SAMPLE_MS = 10_000
/** Sockets end a moment after they were told to. */
const CLOSING_MS = 2_000

/** In the package that has the generator of full blocks; a process of its own all the same. */
const SERVERS = fileURLToPath(new URL('../../benchmarks/soak/serve-full-blocks.ts', import.meta.url))

interface Served {
  readonly network: L2Network
  readonly transactions: number
}

const minutesAt = process.argv.indexOf('--minutes')
const minutes = minutesAt < 0 ? 20 : Number(process.argv[minutesAt + 1])
if (!(minutes > 0) || typeof globalThis.gc !== 'function') {
  process.stderr.write('usage: npm run --silent soak:real -- [--minutes M] [--json]\n')
  process.exit(2)
}
const collect = globalThis.gc
const isJson = process.argv.includes('--json')
const say = (text: string): void => {
  if (!isJson) process.stdout.write(`${text}\n`)
}

const folder = mkdtempSync(join(tmpdir(), 'defimon-soak-'))
const servers = spawn(process.execPath, ['--conditions=@defimon/source', SERVERS, JSON.stringify(SOAK_NETWORKS)], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const [line] = await Promise.race([
  once(createInterface(servers.stdout), 'line'),
  once(servers, 'exit').then(() => {
    throw new Error('the servers did not start')
  }),
])
const served: readonly Served[] = JSON.parse(String(line))
const resourcesBefore = process.getActiveResourcesInfo()

const transactionsOf = new Map(served.map(({ network, transactions }) => [network.id, transactions]))
/** Parent links are what the sink looks at; a first block has none that could be. */
const judge = (block: L2Block): string | undefined => {
  const { skipped } = block.verification
  const left = block.stack === 'op-stack' ? skipped.filter(({ check }) => check !== 'parent-link') : []
  if (left.length > 0) return `was not checked for ${JSON.stringify(left)}`
  const expected = transactionsOf.get(block.network)
  return block.transactionCount === expected ? undefined : `has ${block.transactionCount} transactions, not ${expected}`
}
const sink = checkedSink(sqliteSink({ file: join(folder, 'soak.sqlite'), keep: 'measures' }), judge)
const sources = []
for (const { network } of served) sources.push({ source: await sourceFor(network), from: 'latest' as const })
const sync = createSync({ sources, sink })

const samples: HeapSample[] = []
const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
let samplingMs = 0
/** What looking costs is not the sync's. */
const sample = (atMs: number): void => {
  const before = process.cpuUsage()
  collect()
  samples.push({ atMs, bytes: process.memoryUsage().heapUsed })
  samplingMs += cpuMs(before)
}

const cpuAtStart = process.cpuUsage()
const startedMs = performance.now()
const elapsedMs = (): number => performance.now() - startedMs
const running = sync.run()
const failures: string[] = []
running.catch((error: unknown) => failures.push(`the sync ended: ${String(error)}`))
const warmUpMs = minutes * 15_000
for (let next = SAMPLE_MS; next <= minutes * 60_000 && failures.length === 0; next += SAMPLE_MS) {
  await sleep(Math.max(0, next - elapsedMs()))
  sample(elapsedMs())
  if (next % 60_000 === 0) {
    const { bytes } = samples.at(-1) as HeapSample
    const percent = ((cpuMs(cpuAtStart) - samplingMs) / elapsedMs()) * 100
    say(
      `${next / 60_000} min: ${sink.counted.blocks} blocks, heap ${(bytes / 1e6).toFixed(1)} MB, processor ${percent.toFixed(1)} %`,
    )
  }
}
const cpuPercent = ((cpuMs(cpuAtStart) - samplingMs) / elapsedMs()) * 100
const slope = heapSlope(samples.filter(({ atMs }) => atMs > warmUpMs))
for (const { network } of served) {
  const head = sink.headOf(network.id)
  const ageMs = network.blockTimeMs ?? 0
  const health = sync.health().find((each) => each.network === network.id)
  const behind = health?.head && head ? health.head.number - head.number : Number.POSITIVE_INFINITY
  if (behind * ageMs > MOST_BEHIND_MS + 2 * ageMs) failures.push(`${network.id} stands ${behind} blocks behind its head`)
}
await sync.close()
await running
const left = (): readonly string[] => {
  const names = process.getActiveResourcesInfo()
  for (const name of resourcesBefore) if (names.includes(name)) names.splice(names.indexOf(name), 1)
  return names
}
for (const untilMs = elapsedMs() + CLOSING_MS; left().length > 0 && elapsedMs() < untilMs; ) await new Promise(setImmediate)
const handlesLeft = left()
servers.stdin.end()
await once(servers, 'exit')
rmSync(folder, { recursive: true, force: true })

const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1000)
if (slope.mbPerHour > MOST.heapMbPerHour) failures.push(`the heap grows by ${slope.mbPerHour} MB an hour`)
if (peakRssMb > MOST.peakRssMb) failures.push(`${peakRssMb} MB of memory at the most`)
if (cpuPercent > MOST.cpuPercent) failures.push(`${cpuPercent.toFixed(1)} % of a core`)
if (handlesLeft.length > 0) failures.push(`left after close: ${handlesLeft.join(', ')}`)
failures.push(...sink.failures())
const report = {
  minutes,
  networks: served.length,
  ...sink.counted,
  blocksPerSecond: Math.round((sink.counted.blocks / minutes / 60) * 10) / 10,
  heapMbPerHour: slope,
  heapAtEndMb: Math.round((samples.at(-1)?.bytes ?? 0) / 1e5) / 10,
  peakRssMb,
  cpuPercent: Math.round(cpuPercent * 10) / 10,
  samplingCpuPercent: Math.round((samplingMs / minutes / 600) * 10) / 10,
  handlesLeft,
  allowed: MOST,
  machine: {
    processor: cpus()[0]?.model.trim(),
    cores: cpus().length,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  },
  failures,
}
process.stdout.write(`${isJson ? JSON.stringify(report) : JSON.stringify(report, null, 2)}\n`)
process.exitCode = failures.length > 0 ? 1 : 0
