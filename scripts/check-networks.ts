import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { runSubject, type SubjectResult } from '../packages/cli/test/every-network/run-subject.ts'
import { SUBJECTS, WITHOUT_BLOCKS } from '../packages/cli/test/every-network/subjects.ts'

// Runs the whole conformance kit on the source of every network of the registry, over simulated endpoints of its own chain, in every era
// that can be simulated. Writes docs/conformance.md. An argument is a regular expression over names; then nothing is written.

if (isMainThread) await main()
else
  parentPort?.on('message', async (index: number) => {
    const subject = SUBJECTS[index]
    if (subject) parentPort?.postMessage(await runSubject(subject))
  })

async function main(): Promise<void> {
  const pattern = process.argv[2]
  const wanted = SUBJECTS.map(({ network: { id } }, index) => ({ id, index })).filter(
    ({ id }) => pattern === undefined || new RegExp(pattern).test(id),
  )
  const results = (await runAll(wanted.map(({ index }) => index))).sort((a, b) => a.index - b.index).map(({ result }) => result)
  const sum = (count: (result: SubjectResult) => number): number => results.reduce((total, result) => total + count(result), 0)
  const failures = sum(({ failed }) => Object.keys(failed).length)
  const networks = new Set(wanted.map(({ id }) => id)).size
  const summary = `${networks} networks, ${results.length} with their eras: ${sum(({ passed }) => passed)} cases passed, ${failures} failed`
  console.log(`${summary}; without blocks to read: ${WITHOUT_BLOCKS.map(({ id }) => id).join(', ')}`)
  if (failures > 0) process.exitCode = 1
  else if (pattern === undefined) writeFileSync(new URL('../docs/conformance.md', import.meta.url), page(results, summary))
}

/** Hands subjects to as many threads as there are processors. */
async function runAll(indexes: readonly number[]): Promise<{ index: number; result: SubjectResult }[]> {
  const waiting = [...indexes]
  const done: { index: number; result: SubjectResult }[] = []
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url))
      let current: number | undefined
      const next = (): void => {
        current = waiting.shift()
        if (current === undefined) void worker.terminate().then(() => resolve())
        else worker.postMessage(current)
      }
      worker.on('message', (result: SubjectResult) => {
        if (current !== undefined) done.push({ index: current, result })
        console.log(`${result.name}: ${result.passed} passed`)
        for (const [name, error] of Object.entries(result.failed)) console.error(`FAILED ${result.name}: ${name}\n  ${error}`)
        next()
      })
      worker.on('error', reject)
      next()
    })
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), indexes.length) }, work))
  return done
}

function page(results: readonly SubjectResult[], summary: string): string {
  const reasons = new Map<string, { names: Set<string>; networks: Set<string> }>()
  for (const { name, leftOut } of results) {
    for (const [each, reason] of Object.entries(leftOut)) {
      const row = reasons.get(reason) ?? { names: new Set(), networks: new Set() }
      row.names.add(each)
      row.networks.add(name)
      reasons.set(reason, row)
    }
  }
  return `# Conformance

The whole conformance kit (\`describeSource\` of \`@defimon/core/testing\`) on the source of every network of the registry that has an
adapter. Each reads simulated endpoints of its own chain: its id, its chain id, its formats, in every era that is simulated. The cases are
single blocks, tags, ranges, blocks that are missing, not there yet or pruned, watching with reorgs and lost sockets, aborts, failover,
every fault of the network's catalogue, and closing. Nothing here is real data; what real blocks prove is in
[verification.md](verification.md).

${summary}. ${WITHOUT_BLOCKS.map(({ name }) => name).join(' and ')} have no blocks that anyone can read, and their sources say so.

${table([
  ['network', 'stack', 'passed', 'left out'],
  ...results.map(({ name, stack, passed, leftOut }) => [name, stack, String(passed), String(Object.keys(leftOut).length)]),
])}

## What is left out

${table([
  ['why', 'cases and faults', 'networks'],
  ...[...reasons].map(([reason, { names, networks }]) => [reason, [...names].join(', '), shortened([...networks])]),
])}

Where a network's rules rest on no real record, a contradiction is tolerated with that reason. Faults that only such a rule sees are tried
on a source that is held to the letter.

Written by \`npm run check:networks\`.
`
}

function shortened(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ')
}

/** Rows as a table of Markdown, the first one as its head. */
function table(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = cells
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}
