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

const rows: string[] = []
const missedRows: string[] = []
for (const [id, score] of FAMILIES) {
  for (const network of recordedNetworks(id)) {
    const { blocks, committed, noticed, senders, uncommitted, missed } = await score(network)
    if (committed === 0) continue
    const share = `${((noticed / committed) * 100).toFixed(2)} %`
    rows.push(`| ${network.id} | ${blocks} | ${committed} | ${noticed} | ${share} | ${senders} | ${uncommitted} |`)
    for (const [name, count] of missed) missedRows.push(`| ${network.id} | \`${name}\` | ${count} |`)
    console.log(rows.at(-1))
  }
}

const text = `# Mutation score

Every value of every recorded block that passes is changed once, alone. A change is noticed when decoding fails or a check finds a
mismatch. *Committed* values are those that the header commits to by encoding, or that must agree with an encoded one. Senders are
committed to by signatures only: they are recovered on demand (\`verifySenders\`), and counted apart. What is beside both (\`size\`,
\`totalDifficulty\`, what nodes derive for L1 fees, receipts of a block of which not all were recorded) is named with its reason in
\`test/mutation/evm-commitments.ts\`.

| network | blocks | committed | noticed | score | senders | beside |
|---|---|---|---|---|---|---|
${rows.join('\n')}

What went through:

| network | value | times |
|---|---|---|
${missedRows.join('\n')}

Written by \`scripts/mutation-score.ts\`.
`
if (oneOf === 1) writeFileSync(new URL('../docs/mutation.md', import.meta.url), text)
