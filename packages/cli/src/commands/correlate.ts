import { getNetwork } from '@defimon/networks'
import { type Command, InvalidArgumentError } from 'commander'
import { sourceFor } from '../adapters.ts'
import { liveAt, liveL1Block, liveMessage } from '../correlation/live-correlation.ts'
import { type CorrelationRow, openStoredCorrelation } from '../correlation/stored-correlation.ts'
import type { CommandContext } from '../run.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { formatTable } from '../terminal/format-table.ts'
import { createPainter } from '../terminal/painter.ts'
import { describeError, UsageError } from '../terminal/report-error.ts'
import { parseCount, parseNumber } from './parse-arguments.ts'

interface CorrelateCommandOptions {
  readonly at?: number
  readonly l1Block?: number
  readonly message?: string
  readonly store?: string
  readonly blocks: number
  readonly json?: true
}

function parseTime(text: string): number {
  const timeMs = /^\d{9,11}$/.test(text) ? Number(text) * 1_000 : Date.parse(text)
  if (Number.isFinite(timeMs)) return timeMs
  throw new InvalidArgumentError('It must be a time such as 2026-11-20T12:00:00Z, or seconds since 1970.')
}

function parseStore(text: string): string {
  const file = /^sqlite:(.+)$/.exec(text)?.[1]
  if (file) return file
  throw new InvalidArgumentError('It must be sqlite:FILE.')
}

function parseKey(text: string): string {
  if (/^(0x[0-9a-f]{64}|\d{1,20})$/i.test(text)) return text
  throw new InvalidArgumentError('It must be a hash, or the number of a message.')
}

/** `defimon correlate`: what several networks did at one time, in view of one L1 block, or with one message. */
export function addCorrelateCommand(program: Command, { environment, finish }: CommandContext): void {
  const { runtime, signal, stdout, stderr, variables } = environment

  async function fromStore(file: string, { at, l1Block, message }: CorrelateCommandOptions): Promise<readonly CorrelationRow[]> {
    const store = await openStoredCorrelation(file)
    try {
      if (at !== undefined) return store.at(at)
      return l1Block !== undefined ? store.l1Block(l1Block) : store.message(message!)
    } finally {
      store.close()
    }
  }

  async function fromNetwork(name: string, options: CorrelateCommandOptions): Promise<readonly CorrelationRow[]> {
    await using source = await sourceFor(getNetwork(name), { runtime })
    const { at, l1Block, message, blocks } = options
    if (message !== undefined) return await liveMessage(source, message, blocks, signal)
    const row = at !== undefined ? await liveAt(source, at, signal) : await liveL1Block(source, l1Block!, signal)
    return row ? [row] : []
  }

  /** All networks at once; one that fails is said and leaves the others standing. */
  async function fromNetworks(names: readonly string[], options: CorrelateCommandOptions): Promise<readonly CorrelationRow[]> {
    const found = await Promise.allSettled([...new Set(names)].map((name) => fromNetwork(getNetwork(name).id, options)))
    return found.flatMap((result) => {
      if (result.status === 'fulfilled') return result.value
      stderr.write(`defimon: ${describeError(result.reason)}\n`)
      finish(1)
      return []
    })
  }

  program
    .command('correlate')
    .description('show what networks did at one time, in view of one L1 block, or with one message')
    .argument('[networks...]', 'networks to ask; without --store at least one')
    .option('--at <time>', 'the block of each network at this time', parseTime)
    .option('--l1-block <number>', 'the blocks made in view of this L1 block', parseNumber)
    .option('--message <key>', 'the ends of a deposit, withdrawal or message: its hash, or its number', parseKey)
    .option('-s, --store <store>', 'read a store: sqlite:FILE', parseStore)
    .option('-n, --blocks <count>', 'with --message and no store: look in so many of the newest blocks', parseCount, 100)
    .option('--json', 'print one JSON object per row')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon correlate --at 2026-11-20T12:00:00Z --store sqlite:blocks.sqlite
  $ defimon correlate base optimism --l1-block 23900000
  $ defimon correlate ethereum base --message 0x5b0f4b3d1b7bdb0b9c1c1e1f6f3b9e0a7d6c5b4a39281706f5e4d3c2b1a09f8e --blocks 500

Messages are known by: the source hash of OP deposits and the hash of OP withdrawals, the number of Arbitrum messages and
withdrawals, the L2 hash of zkSync priority operations, the message hashes of Scroll, Linea and StarkNet.`,
    )
    .action(async (names: readonly string[], options: CorrelateCommandOptions) => {
      const asked = [options.at, options.l1Block, options.message].filter((each) => each !== undefined)
      if (asked.length !== 1) throw new UsageError('give exactly one of --at, --l1-block and --message')
      if (options.store === undefined && names.length === 0) throw new UsageError('name networks to ask, or a --store to read')
      if (options.store !== undefined && names.length > 0)
        throw new UsageError('networks are for live questions, without --store')
      const rows = options.store === undefined ? await fromNetworks(names, options) : await fromStore(options.store, options)
      if (options.json) {
        for (const row of rows) stdout.write(jsonLine(row))
        return
      }
      if (rows.length === 0) {
        stderr.write('defimon: nothing was found\n')
        return
      }
      const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))]
      const cells = rows.map((row) => headings.map((heading) => String(row[heading] ?? '-')))
      const columns = headings.map((heading) => ({ heading: heading.replaceAll('_', ' ') }))
      for (const line of formatTable(columns, cells, { paint: createPainter(stdout, variables) })) stdout.write(`${line}\n`)
    })
}
