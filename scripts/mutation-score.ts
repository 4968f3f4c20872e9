import { writeFileSync } from 'node:fs'
import { KNOWN_MISSES } from '../test/mutation/known-misses.ts'
import { type RecordedScore, recordedScores } from '../test/mutation/recorded-scores.ts'

// Changes values of every recorded network, and writes into docs/mutation.md how many changes were noticed.
// With `all` as argument everything is changed, with a number so many times less; then nothing is written.

const VALUES_DECODED = 30_000_000
const argument = process.argv[2] ?? '1'
const less = argument === 'all' ? 0 : Number(argument)

const scores: RecordedScore[] = []
for await (const recorded of recordedScores({
  valuesDecoded: VALUES_DECODED / less,
  largestStarknetBlock: 2000,
  seed: 20_261_120,
  everyField: true,
})) {
  scores.push(recorded)
  console.log(rowOf(recorded).join('  '))
}

const text = `# Mutation score

Values of every recorded network are changed, one at a time: a digit, a flag, an element left out. A change is noticed when decoding
fails, a check finds a mismatch, or the block is not the one asked for. Blocks that do not pass unchanged (cut or edited by their
recorders) are left out.

- _Committed_ values are those that the block hash commits to, or that must agree with one that it does; _score_ is how many of their
  changes are noticed.
- _Unproven_ are those of them that went through because no check could be made over them; the reasons are below. A network whose
  block hash cannot be recomputed has a low score, and it is the honest one.
- _Signed_ values are committed to by a signature only: senders of transactions, messages of Solana. They are checked on demand
  (\`verifySenders\`, \`checkSignatures\`); the column says how many of their changes that notices.
- _Beside_ are values that nothing commits to; by which reason, is below.

Every change decodes its whole block again, so blocks of many values are expensive. Where a network holds more than ${grouped(VALUES_DECODED)}
values to decode (StarkNet: a twentieth of that, and blocks of 2,000 values at most), each of its blocks gets as many changes as fit,
drawn by a fixed seed: small blocks are changed in every value, large ones in some, and at least once in every field. _Changed_ says in how many of all values. With \`all\`
as its argument the script changes everything, which takes far longer.

${table([
  ['network', 'blocks', 'changed', 'committed', 'noticed', 'score', 'unproven', 'signed', 'beside'],
  ...scores.map((recorded) => rowOf(recorded)),
])}

## What went through, though checked

${table([['network', 'value', 'times', 'why'], ...scores.flatMap(missedRows)])}

## What could not be checked

${table([['network', 'times', 'why', 'values'], ...scores.flatMap(unprovenRows)])}

## What nothing commits to

${table([['stack', 'values', 'why'], ...besideRows()])}

Written by \`scripts/mutation-score.ts\`; the rules are in \`test/mutation\`.
`
if (less === 1) writeFileSync(new URL('../docs/mutation.md', import.meta.url), text)

function nameOf({ network, part }: RecordedScore): string {
  return part === undefined ? network : `${network}, ${part}`
}

function rowOf(recorded: RecordedScore): string[] {
  const { blocks, values, drawn, committed, noticed, unproven, senders, sendersNoticed, uncommitted } = recorded.score
  const signed = senders === 0 ? '0' : `${sendersNoticed} of ${senders}`
  const changed = drawn === values ? 'all' : `${drawn} of ${values}`
  const counts = [committed, noticed].map(String)
  return [
    nameOf(recorded),
    String(blocks),
    changed,
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
    .map(([name, times]) => [nameOf(recorded), `\`${name}\``, String(times), KNOWN_MISSES[name] ?? 'not known'])
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

function grouped(number: number): string {
  return number.toLocaleString('en-US')
}

/** Rows as a table of Markdown, the first one as its head. */
function table(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = cells
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}
