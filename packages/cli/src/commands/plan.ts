import type { BlockTag, Detail } from '@defimon/core'
import { getNetwork } from '@defimon/networks'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { sourceFor } from '../adapters.ts'
import type { Keep } from '../plan/measure-disk.ts'
import { type NetworkPlan, planNetwork } from '../plan/plan-network.ts'
import type { CommandContext } from '../run.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { formatCount, formatDuration } from '../terminal/format-quantity.ts'
import { formatTable } from '../terminal/format-table.ts'
import { createPainter } from '../terminal/painter.ts'
import { exitCodeOf, reportError, UsageError } from '../terminal/report-error.ts'
import { createStatusLine } from '../terminal/status-line.ts'
import { parseBlockId, parseCount, parseNumber } from './parse-arguments.ts'

interface PlanCommandOptions {
  readonly from: number | BlockTag
  readonly toBlock?: number
  readonly detail: Detail
  readonly keep: Keep
  readonly endpoint?: readonly string[]
  readonly requestsPerHour?: number
  readonly samples: number
  readonly json?: true
}

function parseStart(text: string): number | BlockTag {
  const id = parseBlockId(text)
  if (typeof id === 'object') throw new InvalidArgumentError('It must be a height, latest, safe or finalized.')
  return id
}

function formatBytes(bytes: number): string {
  for (const [unit, size] of [
    ['TB', 1e12],
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(1)} ${unit}`
  }
  return `${bytes} B`
}

function rowOf(plan: NetworkPlan): string[] {
  return [
    plan.network,
    `${plan.from}-${plan.to}`,
    formatCount(plan.blocks),
    formatCount(plan.calls),
    formatBytes(plan.responseBytes),
    formatDuration(plan.hours * 3_600_000),
    plan.boundBy,
    formatBytes(plan.diskBytes),
    `${plan.archive.needed ? 'needed' : 'no'}: ${plan.archive.because}`,
  ]
}

const NUMBERS = ['blocks', 'calls', 'answers', 'time', 'disk']

/** `defimon plan`: what a backfill is going to cost, from a sample. Ends with 1 where a network could not be sampled. */
export function addPlanCommand(program: Command, { environment, finish }: CommandContext): void {
  program
    .command('plan')
    .description('say what a sync of a range is going to cost, from a sample of its blocks')
    .argument('<networks...>', 'network ids')
    .requiredOption('-f, --from <number|tag>', 'first block', parseStart)
    .option('--to-block <number>', 'last block; default: the head', parseNumber)
    .option('-e, --endpoint <url...>', "endpoints to ask instead of the registry's (one network only)")
    .addOption(
      new Option('-d, --detail <detail>', 'how much of each block to read')
        .choices(['header', 'transactions', 'receipts'])
        .default('receipts'),
    )
    .addOption(
      new Option('--keep <rows>', 'how much to keep in SQLite').choices(['measures', 'transactions', 'logs']).default('logs'),
    )
    .option('--requests-per-hour <count>', 'the budget that the sync will have, for each network', parseCount)
    .option('--samples <count>', 'places of the range that are read, eight blocks each', parseCount, 16)
    .option('--json', 'print one JSON object per network')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon plan base optimism --from 30000000 --keep measures
  $ defimon plan base --from 30000000 --to-block 30999999 --requests-per-hour 20000 --json

Time that is bound by latency is the best case: the endpoint showed no limit while it was sampled. The budget does not pace the sample.`,
    )
    .action(async (names: readonly string[], options: PlanCommandOptions) => {
      const { runtime, signal, stdout, stderr, variables } = environment
      const { from, toBlock: to, endpoint: endpoints, json, ...asked } = options
      const networks = [...new Set(names.map((name) => getNetwork(name)))]
      if (endpoints && networks.length > 1) throw new UsageError('--endpoint needs exactly one network')
      if (typeof from === 'number' && to !== undefined && from > to) throw new UsageError('--from is above --to-block')
      const status = createStatusLine(stderr, runtime)
      const onProgress = (text: string): void => status.show(text)
      const plans = await Promise.all(
        networks.map(async (network) => {
          try {
            await using source = await sourceFor(network, { runtime, ...(endpoints && { endpoints }) })
            return await planNetwork({ ...asked, source, from, to, signal, onProgress })
          } catch (error) {
            signal.throwIfAborted()
            if (exitCodeOf(error) === 2) throw error
            reportError(error, environment)
            finish(1)
            return undefined
          }
        }),
      ).finally(() => status.end())
      const found = plans.filter((plan) => plan !== undefined)
      if (json) {
        for (const plan of found) stdout.write(jsonLine(plan))
        return
      }
      if (found.length === 0) return
      const headings = ['network', 'range', 'blocks', 'calls', 'answers', 'time', 'bound by', 'disk', 'archive']
      const columns = headings.map((heading) => ({ heading, align: NUMBERS.includes(heading) ? 'right' : 'left' }) as const)
      for (const line of formatTable(columns, found.map(rowOf), { paint: createPainter(stdout, variables) }))
        stdout.write(`${line}\n`)
      const sampled = found.reduce((sum, { sample }) => sum + sample.calls, 0)
      stdout.write(`Estimated from a sample of ${sampled} calls.\n`)
    })
}
