// Measures one case in this process: `--case <place in the list>`. Prints its row as JSON.
import { deepStrictEqual } from 'node:assert'
import { parseArgs } from 'node:util'
import { decodeCases } from './decode-cases.ts'
import { measure } from './measure.ts'

/** What was measured of one case, in ms for one block. */
export interface DecodeRow {
  readonly name: string
  readonly bytes: number
  readonly transactions: number
  readonly sdk: string
  readonly parseMs: number
  readonly oursMs: number
  readonly sdkMs: number
  readonly oursOfParse: number
  readonly sdkOfOurs: number
  /** Absent: nothing is claimed. */
  readonly mostOfParse?: number
  readonly leastOfTheirs?: number
  readonly isMet: boolean
}

const CALLS = 15
/** The SDK of Solana takes fifty times as long, and its figure is far from any bound. */
const SDK_ROUNDS = 5

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

const { values } = parseArgs({ options: { case: { type: 'string' } } })
const one = decodeCases()[Number(values.case)]
if (!one) throw new Error(`no case ${values.case}`)
// The SDK goes last: what it allocates and how it reads the same objects slows down whoever comes after it in one process.
const [parseMs = 0, oursMs = 0] = await measure([one.parse, one.ours], CALLS)
const [mine, other] = await one.check()
deepStrictEqual(mine, other, `${one.name}: both decode to the same`)
const [sdkMs = 0] = await measure([one.theirs.decode], CALLS, SDK_ROUNDS)
const { mostOfParse, leastOfTheirs } = one
const [oursOfParse, sdkOfOurs] = [oursMs / parseMs, sdkMs / oursMs]
const row: DecodeRow = {
  name: one.name,
  bytes: one.bytes,
  transactions: one.transactions,
  sdk: one.theirs.name,
  parseMs: round(parseMs, 3),
  oursMs: round(oursMs, 3),
  sdkMs: round(sdkMs, 3),
  oursOfParse: round(oursOfParse, 2),
  sdkOfOurs: round(sdkOfOurs, 2),
  ...(mostOfParse !== undefined && { mostOfParse }),
  ...(leastOfTheirs !== undefined && { leastOfTheirs }),
  isMet: oursOfParse <= (mostOfParse ?? Number.POSITIVE_INFINITY) && sdkOfOurs >= (leastOfTheirs ?? 0),
}
process.stdout.write(JSON.stringify(row))
