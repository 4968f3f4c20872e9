import { writeFileSync } from 'node:fs'
import { runSeed } from '../test/simulation/run-seed.ts'

/** What a run of many seeds came to; the last line of the output. */
interface Summary {
  readonly seeds: number
  readonly failed: readonly string[]
  readonly virtualHours: number
  readonly faults: number
  readonly seconds: number
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}

const seeds = Number(option('seeds') ?? 500)
const from = Number(option('from') ?? 1)
const json = process.argv.includes('--json')
/** What happens in each seed, line by line, to find out why one fails. */
const trace = process.argv.includes('--trace')
  ? (virtualMs: number, what: string): void => void process.stdout.write(`${(virtualMs / 1_000).toFixed(3)} ${what}\n`)
  : undefined
if (!Number.isSafeInteger(seeds) || seeds < 1 || !Number.isSafeInteger(from) || from < 0) {
  process.stderr.write('usage: npm run --silent simulate -- --seeds N [--from S] [--json] [--trace]\n')
  process.exit(2)
}
const startedMs = performance.now()
const failed: string[] = []
let virtualMs = 0
let faults = 0
for (let seed = from; seed < from + seeds; seed += 1) {
  const result = await runSeed(String(seed), trace)
  virtualMs += result.virtualMs
  for (const times of result.faults.values()) faults += times
  if (result.failure !== undefined) {
    failed.push(result.seed)
    const command = `npm run --silent simulate -- --seeds 1 --from ${result.seed}`
    const kept = new URL(`../test/simulation/kept-seeds/${result.seed}.json`, import.meta.url)
    writeFileSync(kept, `${JSON.stringify({ seed: result.seed, failure: result.failure, command }, undefined, 2)}\n`)
    process.stdout.write(
      json ? `${JSON.stringify({ seed: result.seed, failure: result.failure, command })}\n` : `${result.failure}\n  ${command}\n`,
    )
  }
}
const summary: Summary = {
  seeds,
  failed,
  virtualHours: Math.round(virtualMs / 36_000) / 100,
  faults,
  seconds: Math.round((performance.now() - startedMs) / 100) / 10,
}
process.stdout.write(`${JSON.stringify(summary)}\n`)
process.exitCode = failed.length > 0 ? 1 : 0
