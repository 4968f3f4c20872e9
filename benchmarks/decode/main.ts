// How long a block of 200 transactions takes to decode, beside `JSON.parse` of the same text and the stack's own SDK.
//   npm run --silent bench:decode -- [--json]
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { describeMachine } from '../machine.ts'
import { startPinned } from '../pinned-process.ts'
import { decodeCases } from './decode-cases.ts'
import { recordingsFolder } from './recorded-blocks.ts'
import type { DecodeRow } from './run-case.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })

/** A process of its own for each, so that no case profits or suffers from what was compiled for another. */
async function measureCase(place: number): Promise<DecodeRow> {
  const child = startPinned('./decode/run-case.ts', 1, ['--case', String(place)])
  if (!child.stdout) throw new Error('a case has no output')
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`case ${place} ended with ${code}`)
  return JSON.parse(output) as DecodeRow
}

if (recordingsFolder() === undefined) process.stderr.write('no real recordings here: made blocks alone\n')
const rows: DecodeRow[] = []
for (const [place, { name }] of decodeCases().entries()) {
  process.stderr.write(`${name} …\n`)
  rows.push(await measureCase(place))
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
