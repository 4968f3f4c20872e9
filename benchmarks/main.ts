// How fast blocks are read and checked, beside others that read the same blocks.
//   npm run --silent bench -- [--quick] [--json]
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chainFile } from './chain/chain-file.ts'
import { checkEquality } from './equality.ts'
import { describeMachine } from './machine.ts'
import { MODES, PEERS, planRounds } from './plan.ts'
import { printTable } from './print-table.ts'
import { runPeer } from './start-peer.ts'
import { startServer } from './start-server.ts'
import { type MeasuredRun, summarize } from './summary.ts'

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})
const CHAIN_BLOCKS = 640
/** A quick run starts no round that would end after this time at the pace so far, so that it ends within five minutes on a slow machine too. */
const QUICK_LIMIT_SECONDS = 280

const started = performance.now()
const say = (line: string): void => void process.stderr.write(`${line}\n`)

say(`chain of ${CHAIN_BLOCKS} blocks …`)
const server = await startServer(await chainFile(CHAIN_BLOCKS))
try {
  say('all peers read the same …')
  await checkEquality(server)
  const measured: MeasuredRun[] = []
  const rounds = planRounds(values.quick)
  for (const [index, round] of rounds.entries()) {
    const seconds = (performance.now() - started) / 1_000
    const expected = measured.length > 0 ? (seconds / measured.length) * round.length : 0
    if (values.quick && index > 0 && seconds + expected > QUICK_LIMIT_SECONDS) {
      say(`round ${index + 1} of ${rounds.length} left out: ${Math.round(seconds)} s have passed`)
      break
    }
    say(`round ${index + 1} of ${rounds.length} …`)
    for (const planned of round) measured.push({ planned, run: await runPeer(server, planned) })
  }
  const report = {
    when: new Date().toISOString().slice(0, 10),
    quick: values.quick,
    machine: describeMachine(),
    chain: { blocks: CHAIN_BLOCKS, transactionsPerBlock: 150, logsPerTransaction: 3, peers: PEERS, modes: MODES },
    ...summarize(measured),
  }
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else printTable(report)
  if (!values.quick) {
    const file = new URL(`./results/${report.when}.json`, import.meta.url)
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
    say(`kept in benchmarks/results/${report.when}.json`)
  }
} finally {
  await server.close()
}
