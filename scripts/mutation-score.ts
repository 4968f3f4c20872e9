import { writeFileSync } from 'node:fs'
import { knownMiss } from '../test/mutation/known-misses.ts'
import type { RecordedScore } from '../test/mutation/recorded-scores.ts'
import { wholeScores } from '../test/mutation/whole-scores.ts'

// Changes every value of every recorded network, and writes into docs/mutation.md how many changes were noticed. Fails where one goes through
// and nobody knows why. With a pattern as argument only the networks that it matches; then nothing is written.

const UNKNOWN_REASON = 'not known'
/** Of the changes over which a check is made. */
const LEAST_PERCENT = 99
const pattern = process.argv[2]
const started = performance.now()

const scores: RecordedScore[] = []
for await (const recorded of wholeScores(new RegExp(pattern ?? '.'))) {
  scores.push(recorded)
  console.log(rowOf(recorded).join('  '))
}
if (scores.length === 0) {
  console.log('no real recordings here: nothing was changed')
  process.exit(0)
}

const text = `# Mutation score

Every value of every recorded block is changed, one at a time: a digit, a flag, an element left out. After each change the whole block is decoded
and verified again. A change is noticed when decoding fails, a check finds a mismatch, or the block is not the one asked for. Blocks that do
not pass as they were recorded, since their recorders cut or edited them, are _left out_.

- _Committed_ values are those that the block hash commits to, or that must agree with one that it does; _score_ is how many of their
  changes are noticed.
- _Unproven_ are those of them that went through because no check could be made over them; the reasons are below. A network whose
  block hash cannot be recomputed has a low score, and it is the honest one.
- _Signed_ values are committed to by a signature only: senders of transactions, messages of Solana. They are checked on demand
  (\`verifySenders\`, \`checkSignatures\`); the column says how many of their changes that notices.
- _Beside_ are values that nothing commits to; by which reason, is below.

${table([
  ['network', 'blocks', 'left out', 'values', 'committed', 'noticed', 'score', 'unproven', 'signed', 'beside'],
  ...scores.map((recorded) => rowOf(recorded)),
])}

## What went through, though checked

${table([['network', 'value', 'times', 'why'], ...scores.flatMap(missedRows)])}

## What could not be checked

${table([['network', 'times', 'why', 'values'], ...scores.flatMap(unprovenRows)])}

## What nothing commits to

${table([['stack', 'values', 'why'], ...besideRows()])}

StarkNet's hashes take long. The run keeps each for the values that it was computed of, so that a change costs those on the way from it to the
root; a test compares the results with those of hashes that are not kept.

Written by \`npm run check:mutations\`, which fails where a change goes through that is not explained here; the rules are in \`test/mutation\`.
\`npm run check:mutations -- base\` changes the networks whose id matches, and writes nothing. \`npm test\` makes a part of the changes, drawn by
fixed seeds.
`
if (pattern === undefined) writeFileSync(new URL('../docs/mutation.md', import.meta.url), text)

const values = scores.reduce((sum, { score }) => sum + score.drawn, 0)
console.log(
  `${values} values of ${scores.reduce((sum, { score }) => sum + score.blocks, 0)} blocks in ${Math.round((performance.now() - started) / 1000)} s`,
)
const failures = [
  ...scores
    .flatMap(missedRows)
    .filter(([, , , why]) => why === UNKNOWN_REASON)
    .map(([network, value, times]) => `${network}: ${value} went through ${times} times`),
  // Where all else is proven, a sender can be recovered too.
  ...scores
    .filter(({ score }) => score.unproven === 0 && score.sendersNoticed < score.senders)
    .map((recorded) => `${nameOf(recorded)}: a changed sender went through`),
  ...scores
    .filter(({ score }) => (score.noticed + score.unproven) * 100 < score.committed * LEAST_PERCENT)
    .map((recorded) => `${nameOf(recorded)}: less than ${LEAST_PERCENT} % of what is checked was noticed`),
]
for (const failure of failures) console.log(failure)
if (failures.length > 0) process.exitCode = 1

function nameOf({ network, part }: RecordedScore): string {
  return part === undefined ? network : `${network}, ${part}`
}

function rowOf(recorded: RecordedScore): string[] {
  const { blocks, leftOut, drawn, committed, noticed, unproven, senders, sendersNoticed, uncommitted } = recorded.score
  const signed = senders === 0 ? '0' : `${sendersNoticed} of ${senders}`
  const counts = [committed, noticed].map(String)
  return [
    nameOf(recorded),
    String(blocks),
    String(leftOut),
    String(drawn),
    ...counts,
    share(noticed, committed),
    String(unproven),
    signed,
    String(uncommitted),
  ]
}

/** In percent, rounded down: 100.00 % means all. */
function share(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)} %`
}

function missedRows(recorded: RecordedScore): string[][] {
  const { missed, missedUnproven } = recorded.score
  const unproven = (name: string): number =>
    [...missedUnproven.values()].reduce((sum, counts) => sum + (counts.get(name) ?? 0), 0)
  return [...missed]
    .map(([name, times]) => [name, times - unproven(name)] as const)
    .filter(([, times]) => times > 0)
    .map(([name, times]) => [nameOf(recorded), `\`${name}\``, String(times), knownMiss(recorded.stack, name) ?? UNKNOWN_REASON])
}

function unprovenRows(recorded: RecordedScore): string[][] {
  return [...recorded.score.missedUnproven].map(([reason, counts]) => {
    const names = [...counts.keys()].map((name) => `\`${name.split('.').slice(1).join('.') || name}\``)
    const times = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const more = names.length > 6 ? `, and ${names.length - 6} more` : ''
    return [nameOf(recorded), String(times), reason, `${names.slice(0, 6).join(', ')}${more}`]
  })
}

function besideRows(): string[][] {
  const rows = new Map<string, [stack: string, count: number, reason: string]>()
  for (const { stack, score } of scores) {
    for (const [reason, count] of score.beside) {
      const row = rows.get(`${stack} ${reason}`)
      if (row) row[1] += count
      else rows.set(`${stack} ${reason}`, [stack, count, reason])
    }
  }
  return [...rows.values()].sort(([one], [other]) => one.localeCompare(other)).map((row) => row.map(String))
}

/** Rows as a table of Markdown, the first one as its head. */
function table(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = cells
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}
