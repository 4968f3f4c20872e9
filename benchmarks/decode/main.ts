// How long a block of 200 transactions takes to decode, beside `JSON.parse` of the same text and the stack's own SDK.
//   npm run --silent bench:decode -- [--json]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeMachine } from '../machine.ts'
import { decodeCases } from './decode-cases.ts'
import { recordingsFolder } from './recorded-blocks.ts'
import type { DecodeRow } from './run-case.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })

const FILE = fileURLToPath(new URL('./run-case.ts', import.meta.url))

/** A process of its own for each, so that no case profits or suffers from what was compiled for another. It may run on any core. */
async function measureCase(place: number): Promise<DecodeRow> {
  const child = spawn(process.execPath, ['--conditions=@defimon/source', FILE, '--case', String(place)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
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
    const most = row.mostOfParse === undefined ? 'no claim' : `at most ${row.mostOfParse} × JSON.parse`
    const claim = `${most}${row.leastOfTheirs ? `, at least ${row.leastOfTheirs} × faster than the SDK` : ''}`
    console.log(
      `${row.isMet ? 'met    ' : 'not met'}  ${row.name.padEnd(34)} ${row.oursOfParse} × JSON.parse (${row.parseMs} ms), ${row.sdk}: ${row.sdkOfOurs} × ours  (${claim})`,
    )
  }
  const file = new URL(`../results/decode-${report.when}.json`, import.meta.url)
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}
