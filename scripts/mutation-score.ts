import { writeFileSync } from 'node:fs'
import { recordedDriver as ethereumDriver } from '../packages/evm/test/recorded-driver.ts'
import { recordedDriver as optimismDriver } from '../packages/optimism/test/recorded-driver.ts'
import { evmCommitment } from '../test/mutation/evm-commitments.ts'
import { type MutationScore, mutationScore } from '../test/mutation/mutation-score.ts'
import { seededRandom } from '../test/mutation/seeded-random.ts'
import { type RecordedNetwork, recordedNetworks } from '../test/recorded-networks.ts'

// Changes every value of every recorded block, and writes into docs/mutation.md how many changes were noticed.
// With a number as argument: one change of so many, and nothing is written.

const FAMILIES: readonly (readonly [RegExp, (network: RecordedNetwork) => Promise<MutationScore>])[] = [
  [
    /^ethereum/,
    (network) =>
      mutationScore({ driver: ethereumDriver(network), exchanges: network.exchanges, commitmentOf: evmCommitment, draw }),
  ],
  [
    /^(optimism|base)/,
    (network) =>
      mutationScore({ driver: optimismDriver(network), exchanges: network.exchanges, commitmentOf: evmCommitment, draw }),
  ],
]

const oneOf = Number(process.argv[2] ?? 1)
const random = seededRandom(oneOf)

function draw(): boolean {
  return oneOf === 1 || random() * oneOf < 1
}

const rows: string[][] = [['network', 'blocks', 'committed', 'noticed', 'score', 'senders', 'beside']]
const missedRows: string[][] = [['network', 'value', 'times']]
for (const [id, score] of FAMILIES) {
  for (const network of recordedNetworks(id)) {
    const { blocks, committed, noticed, senders, uncommitted, missed } = await score(network)
    if (committed === 0) continue
    const share = `${((noticed / committed) * 100).toFixed(2)} %`
    rows.push([network.id, ...[blocks, committed, noticed, share, senders, uncommitted].map(String)])
    for (const [name, count] of missed) missedRows.push([network.id, `\`${name}\``, String(count)])
    console.log(rows.at(-1)?.join('  '))
  }
}

const text = `# Mutation score

Every value of every recorded block that passes is changed once, alone. A change is noticed when decoding fails or a check finds a
mismatch. _Committed_ values are those that the header commits to by encoding, or that must agree with an encoded one. Senders are
committed to by signatures only: they are recovered on demand (\`verifySenders\`), and counted apart. What is beside both (\`size\`,
\`totalDifficulty\`, what nodes derive for L1 fees, receipts of a block of which not all were recorded) is named with its reason in
\`test/mutation/evm-commitments.ts\`.

${table(rows)}

What went through:

${table(missedRows)}

Written by \`scripts/mutation-score.ts\`.
`
if (oneOf === 1) writeFileSync(new URL('../docs/mutation.md', import.meta.url), text)

/** Rows as a table of Markdown, the first one as its head. */
function table(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = cells
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}
