import type { BlobSource, BlockSource, BlockTag, Detail } from '@defimon/core'
import { getNetwork } from '@defimon/networks'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { sourceFor } from '../adapters.ts'
import { openSink, parseSinkTarget, type SinkTarget } from '../monitor/open-sink.ts'
import { createProgressView, createSilentView } from '../monitor/progress-view.ts'
import { runSync } from '../monitor/run-sync.ts'
import type { SyncJob, SyncLeg } from '../monitor/sync-job.ts'
import { openBeacon } from '../open-beacon.ts'
import type { CommandContext } from '../run.ts'
import { settlingSource } from '../settling-source.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { UsageError } from '../terminal/report-error.ts'
import { parseBlockId, parseCount, parseNumber } from './parse-arguments.ts'

interface SyncCommandOptions {
  readonly to: SinkTarget
  readonly from?: number | BlockTag
  readonly blocks?: number
  readonly toBlock?: number
  readonly endpoint?: readonly string[]
  readonly detail: Detail
  readonly keep?: 'measures' | 'transactions' | 'logs'
  readonly settlement?: true
  readonly beacon?: readonly string[]
  readonly json?: true
}

function parseStart(text: string): number | BlockTag {
  const id = parseBlockId(text)
  if (typeof id === 'object') throw new InvalidArgumentError('It must be a height, latest, safe or finalized.')
  return id
}

function checkUse(names: readonly string[], options: SyncCommandOptions): void {
  if (options.blocks !== undefined && options.toBlock !== undefined)
    throw new UsageError('--blocks and --to-block exclude each other')
  if (options.endpoint && names.length > 1) throw new UsageError('--endpoint needs exactly one network')
  if (options.beacon && !options.settlement) throw new UsageError('--beacon is for --settlement')
  if (options.keep && options.to.kind !== 'sqlite') throw new UsageError('--keep is for --to sqlite:FILE')
  if (typeof options.from === 'number' && options.toBlock !== undefined && options.from > options.toBlock) {
    throw new UsageError('--from is above --to-block')
  }
}

/** `defimon sync`: keeps a store in step with networks, until the asked blocks are there or it is interrupted. */
export function addSyncCommand(program: Command, { environment, finish }: CommandContext): void {
  const { runtime, signal, stdout, stderr } = environment

  async function jobFor(name: string, options: SyncCommandOptions, blobs: BlobSource | undefined): Promise<SyncJob> {
    const network = getNetwork(name)
    const open = options.settlement ? settlingSource : sourceFor
    const endpoints = options.endpoint && { endpoints: options.endpoint }
    const source = await open(network, { runtime, ...endpoints, ...(blobs && { blobs }) })
    return { network, mark: 'LIVE', detail: options.detail, legs: [{ source, ...(await rangeOf(source, options)) }] }
  }

  async function rangeOf(source: BlockSource, { from, blocks, toBlock }: SyncCommandOptions): Promise<Omit<SyncLeg, 'source'>> {
    if (blocks === undefined) return { ...(from !== undefined && { from }), ...(toBlock !== undefined && { to: toBlock }) }
    if (typeof from === 'number') return { from, to: from + blocks - 1 }
    // the newest blocks, up to the head or to the tag
    const last = await source.getBlock(from ?? 'latest', { detail: 'header', signal })
    return { from: Math.max(0, last.number - blocks + 1), to: last.number }
  }

  program
    .command('sync')
    .description('keep a store in step with networks: backfill, follow, resume, reorgs')
    .argument('<networks...>', 'network ids')
    .requiredOption('-t, --to <sink>', 'sqlite:FILE or jsonl:FOLDER', parseSinkTarget)
    .option('-f, --from <number|tag>', 'first block; default: the head, or where the store stands', parseStart)
    .option('-n, --blocks <count>', 'how many blocks; without --from the newest ones', parseCount)
    .option('--to-block <number>', 'last block; default: follow until interrupted', parseNumber)
    .option('-e, --endpoint <url...>', "endpoints to ask instead of the registry's (one network only)")
    .addOption(
      new Option('-d, --detail <detail>', 'how much of each block to read')
        .choices(['header', 'transactions', 'receipts'])
        .default('receipts'),
    )
    .addOption(new Option('--keep <rows>', 'how much to keep in SQLite').choices(['measures', 'transactions', 'logs']))
    .option('--settlement', 'follow settlement too, through the endpoints of the parent chain')
    .option('--beacon <url...>', 'with --settlement: beacon nodes of Ethereum, for what batches in blobs hold')
    .option('--json', 'print what happens as JSON lines')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon sync base --to sqlite:base.sqlite --blocks 100
  $ defimon sync ethereum base optimism --to sqlite:blocks.sqlite --from latest
  $ defimon sync base --to jsonl:blocks --from 30000000 --to-block 30000999 --json

Without --blocks or --to-block it follows the head until Ctrl-C. A second run goes on where the store stands.`,
    )
    .action(async (names: readonly string[], options: SyncCommandOptions) => {
      checkUse(names, options)
      const unique = [...new Set(names.map((name) => getNetwork(name).id))]
      await using beacon = await openBeacon(options.beacon, runtime)
      const jobs = await Promise.all(unique.map((name) => jobFor(name, options, beacon)))
      await using sink = await openSink(options.to, options.keep ? { keep: options.keep } : {})
      const networks = await runSync({
        jobs,
        sink,
        runtime,
        signal,
        view: options.json ? createSilentView() : createProgressView(stdout, environment),
        ...(options.json && { onEvent: (event) => stdout.write(jsonLine(event)) }),
      })
      for (const { job, state, because, head, blocks, checksPassed, checksSkipped, reorgs } of networks) {
        const summary = { network: job.network.id, state, head, blocks, checksPassed, checksSkipped, reorgs }
        const failed = state === 'stopped' || state === 'unreachable'
        if (options.json) stdout.write(jsonLine({ type: 'summary', ...summary, ...(failed && { because }) }))
        if (failed) {
          if (!options.json) stderr.write(`defimon: ${summary.network} ${state}: ${because}\n`)
          finish(1)
        }
      }
    })
}
