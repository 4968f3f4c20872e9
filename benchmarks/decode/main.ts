// How long a block of 200 transactions takes to decode, beside `JSON.parse` of the same text and the stack's own SDK.
//   npm run --silent bench:decode -- [--json]
import { deepStrictEqual } from 'node:assert'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeMachine } from '../machine.ts'
import type { DecodeCase } from './decode-case.ts'
import { measure } from './measure.ts'
import { nearCase } from './near-case.ts'
import { solanaCase } from './solana-case.ts'
import { starknetCase } from './starknet-case.ts'

/** What was measured of one case, in ms for one block. */
interface DecodeRow {
  readonly name: string
  readonly bytes: number
  readonly transactions: number
  readonly sdk: string
  readonly parseMs: number
  readonly oursMs: number
  readonly sdkMs: number
  readonly oursOfParse: number
  readonly sdkOfOurs: number
  readonly mostOfParse: number
  readonly leastOfTheirs?: number
  readonly isMet: boolean
}

const CALLS = 15
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

async function rowOf(one: DecodeCase): Promise<DecodeRow> {
  // The SDK goes last: what it allocates and how it reads the same objects slows down whoever comes after it in one process.
  const [parseMs = 0, oursMs = 0] = await measure([one.parse, one.ours], CALLS)
  const [mine, other] = await one.check()
  deepStrictEqual(mine, other, `${one.name}: both decode to the same`)
  const [sdkMs = 0] = await measure([one.theirs.decode], CALLS)
  const { mostOfParse, leastOfTheirs } = one
  const [oursOfParse, sdkOfOurs] = [oursMs / parseMs, sdkMs / oursMs]
  return {
    name: one.name,
    bytes: one.bytes,
    transactions: one.transactions,
    sdk: one.theirs.name,
    parseMs: round(parseMs, 3),
    oursMs: round(oursMs, 3),
    sdkMs: round(sdkMs, 3),
    oursOfParse: round(oursOfParse, 2),
    sdkOfOurs: round(sdkOfOurs, 2),
    mostOfParse,
    ...(leastOfTheirs !== undefined && { leastOfTheirs }),
    isMet: oursOfParse <= mostOfParse && sdkOfOurs >= (leastOfTheirs ?? 0),
  }
}

const rows: DecodeRow[] = []
for (const one of [solanaCase(false), solanaCase(true), nearCase(), starknetCase()]) {
  process.stderr.write(`${one.name} …\n`)
  rows.push(await rowOf(one))
}
const report = { when: new Date().toISOString().slice(0, 10), machine: describeMachine(), rows }
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`)
else {
  for (const row of rows) {
    const claim = `at most ${row.mostOfParse} × JSON.parse${row.leastOfTheirs ? `, at least ${row.leastOfTheirs} × faster than the SDK` : ''}`
    console.log(
      `${row.isMet ? 'met    ' : 'not met'}  ${row.name.padEnd(34)} ${row.oursOfParse} × JSON.parse (${row.parseMs} ms), ${row.sdk}: ${row.sdkOfOurs} × ours  (${claim})`,
    )
  }
  const file = new URL(`../results/decode-${report.when}.json`, import.meta.url)
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}
