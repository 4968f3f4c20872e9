import {
  type BlockSource,
  type Detail,
  type Exchange,
  type L2Network,
  type NetworkId,
  type RecordingPlanEntry,
  recordingFetch,
  recordPlan,
} from '@defimon/core'
import { writeRecording } from '@defimon/core/node'
import { getNetwork } from '@defimon/networks'
import { type Command, Option } from 'commander'
import { type Adapter, loadAdapter, noAdapterYet } from '../adapters.ts'
import { planEntry, readRecordingPlan } from '../recordings/recording-plan.ts'
import type { CommandContext } from '../run.ts'
import { escapeText, jsonLine } from '../terminal/escape-text.ts'
import { describeError, UsageError } from '../terminal/report-error.ts'

interface RecordCommandOptions {
  readonly to: string
  readonly plan?: string
  readonly endpoint?: readonly string[]
  readonly detail: Detail
  readonly json?: true
}

interface Recorded {
  readonly network: L2Network
  readonly adapter: Adapter | undefined
}

async function planOf(
  name: string | undefined,
  blocks: readonly string[],
  options: RecordCommandOptions,
): Promise<readonly RecordingPlanEntry[]> {
  if (options.plan !== undefined) {
    if (name === undefined && !options.endpoint) return readRecordingPlan(options.plan)
    throw new UsageError('--plan names networks and blocks itself: leave out <network>, <blocks> and --endpoint')
  }
  if (name === undefined || blocks.length === 0) throw new UsageError('which network, and which blocks? Or --plan FILE')
  return blocks.map((block) => planEntry(getNetwork(name).id, block, options.detail))
}

async function loadNetworks(plan: readonly RecordingPlanEntry[]): Promise<ReadonlyMap<NetworkId, Recorded>> {
  const networks = new Map<NetworkId, Recorded>()
  for (const { network: id } of plan) {
    const network = getNetwork(id)
    networks.set(id, { network, adapter: await loadAdapter(network.stack) })
  }
  return networks
}

/** `defimon record`: writes the answers that blocks need into files, one exchange a file. */
export function addRecordCommand(program: Command, { environment, finish }: CommandContext): void {
  const { stdout, stderr, runtime, signal } = environment

  function openRecorded(
    { network, adapter }: Recorded,
    endpoints: readonly string[] | undefined,
    onExchange: (exchange: Exchange) => void,
  ): BlockSource {
    if (!adapter) throw noAdapterYet(network)
    const asked = endpoints ?? network.endpoints
    const fetch = recordingFetch(runtime.fetch, onExchange, { network: network.id, endpoints: asked })
    return adapter.sourceFor(network, { runtime: { ...runtime, fetch }, endpoints: asked })
  }

  program
    .command('record')
    .description('record the answers that blocks need, one exchange a file')
    .argument('[network]', 'network id')
    .argument('[blocks...]', 'heights, ranges such as 100-110, or tags')
    .requiredOption('-t, --to <dir>', 'folder to write to, one folder per network in it')
    .option('--plan <file>', 'JSON file of what to record: [{ "network", "block", "why" }, …]')
    .option('-e, --endpoint <url...>', "endpoints to ask instead of the registry's (not with --plan)")
    .addOption(
      new Option('-d, --detail <detail>', 'how much to record')
        .choices(['header', 'transactions', 'receipts'])
        .default('receipts'),
    )
    .option('--json', 'print one JSON object per block')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon record base 1 latest --to recordings
  $ defimon record --plan recordings/plan.json --to recordings`,
    )
    .action(async (name: string | undefined, blocks: readonly string[], options: RecordCommandOptions) => {
      const plan = await planOf(name, blocks, options)
      const networks = await loadNetworks(plan)
      const results = recordPlan(plan, {
        signal,
        open: (id, onExchange) => openRecorded(networks.get(id) as Recorded, options.endpoint, onExchange),
        write: async (exchange) => {
          await writeRecording(options.to, exchange)
        },
      })
      for await (const { entry, blocks: recorded, exchanges, error } of results) {
        // wrong use, and so for every block
        if (error?.code === 'CONFIG' && options.endpoint) throw error
        if (error) finish(1)
        if (options.json) {
          stdout.write(jsonLine({ ...entry, blocks: recorded, exchanges, ...(error && { error: describeError(error) }) }))
        } else if (error) stderr.write(`defimon: ${describeError(error)}\n`)
        else {
          const heights = recorded.map(({ number }) => number).join(', ')
          stdout.write(`${escapeText(`${entry.network} ${heights}`)}: ${exchanges} exchanges recorded\n`)
        }
      }
    })
}
