// What settlement asks of the parent chain, for 100 blocks of rollups in the proportions of real ones.
//   npm run --silent bench:settlement -- [--json]
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeMachine } from '../machine.ts'
import { checkEvidence } from './check-evidence.ts'
import type { Shape } from './shape.ts'
import { SHAPES } from './shapes.ts'
import { walkSettlement } from './walk.ts'

/** What one shape cost. Requests are those for 100 blocks of the L2; members of JSON-RPC batches count one each. */
interface Row {
  readonly name: string
  readonly blocks: number
  /** Questions of the sync, each of which stands for a stretch of blocks. */
  readonly answers: number
  /** Pieces of evidence that were held against what was put on the parent. */
  readonly compared: number
  readonly parentRequests: number
  readonly parentByMethod: Readonly<Record<string, number>>
  readonly l2Requests: number
  readonly l2ByMethod: Readonly<Record<string, number>>
  /** Of the walk, the simulated nodes included. */
  readonly cpuSeconds: number
  /** What is promised; null where nothing is. */
  readonly bound: number | null
  readonly isMet: boolean
}

async function measure(shape: Shape): Promise<Row> {
  const rollup = shape.make()
  const walk = await walkSettlement(shape, rollup)
  const compared = await checkEvidence(shape, rollup, walk)
  const parentRequests = forHundred(shape, sum(walk.parentCalls))
  return {
    ...{ name: shape.name, blocks: shape.blocks, answers: walk.stored.length, compared, parentRequests },
    parentByMethod: mapValues(walk.parentCalls, (count) => forHundred(shape, count)),
    l2Requests: forHundred(shape, sum(walk.l2Calls)),
    l2ByMethod: mapValues(walk.l2Calls, (count) => forHundred(shape, count)),
    cpuSeconds: Number(walk.cpuSeconds.toFixed(1)),
    bound: shape.bound ?? null,
    isMet: parentRequests <= (shape.bound ?? Number.POSITIVE_INFINITY),
  }
}

function forHundred({ blocks }: Shape, count: number): number {
  return Number(((count * 100) / blocks).toFixed(3))
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

function mapValues(counts: Readonly<Record<string, number>>, to: (count: number) => number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).map(([method, count]) => [method, to(count)]))
}

function lineOf({ name, parentRequests, l2Requests, cpuSeconds, compared, bound, isMet }: Row): string {
  const claim = bound === null ? 'no claim' : `${isMet ? 'met    ' : 'not met'}`
  const promise = bound === null ? '' : `, at most ${bound}`
  return `${claim.padEnd(8)}  ${name.padEnd(32)} ${parentRequests.toFixed(3).padStart(8)} to the parent for 100 blocks${promise}; ${l2Requests.toFixed(2)} to the L2; ${cpuSeconds} CPU s; ${compared} pieces of evidence are right`
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const rows: Row[] = []
for (const shape of SHAPES) {
  process.stderr.write(`${shape.name} …\n`)
  rows.push(await measure(shape))
}
const report = { when: new Date().toISOString().slice(0, 10), machine: describeMachine(), rows }
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`)
else {
  for (const row of rows) console.log(lineOf(row))
  const file = new URL(`../results/settlement-${report.when}.json`, import.meta.url)
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}
if (!rows.every(({ isMet }) => isMet)) process.exitCode = 1
