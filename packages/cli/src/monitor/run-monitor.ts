import type { L2Network, NetworkId, Sink } from '@defimon/core'
import { getNetwork } from '@defimon/networks'
import type { CommandEnvironment } from '../environment.ts'
import { escapeText } from '../terminal/escape-text.ts'
import { createPainter } from '../terminal/painter.ts'
import { UsageError } from '../terminal/report-error.ts'
import { defaultNetworks } from './default-networks.ts'
import { findReachable } from './find-reachable.ts'
import { formatSummary } from './format-summary.ts'
import type { OpenJobs } from './open-jobs.ts'
import { openSink } from './open-sink.ts'
import type { NetworkProgress } from './progress-tracker.ts'
import { createProgressView } from './progress-view.ts'
import { openRecordedJobs } from './recorded-jobs.ts'
import { runSync } from './run-sync.ts'
import { openSimulatedJobs } from './simulated-jobs.ts'
import type { SyncJob } from './sync-job.ts'

/** How the monitor runs. */
export interface MonitorOptions {
  /** The SQLite file. Default `data/defimon.sqlite`. */
  readonly database?: string
  /** Default: one network per stack that has an adapter. */
  readonly networks?: readonly NetworkId[]
  /** Run on the consecutive ranges of the recordings in this folder, and ask no endpoint. */
  readonly replay?: string
  /** Where to look for recordings of real networks when no endpoint can be reached. */
  readonly recordings?: string
  /** When to end. Default: 20 s without a terminal; on a terminal, when interrupted. */
  readonly durationMs?: number
  /** How long the public endpoints have for a first answer, all together. Default 4 s. */
  readonly reachWithinMs?: number
}

/** What the monitor did. */
export interface MonitorResult {
  /** 0, or 1 where a network had to be given up. */
  readonly exitCode: 0 | 1
  readonly networks: readonly NetworkProgress[]
}

const DEFAULT_DATABASE = 'data/defimon.sqlite'
const DEFAULT_DURATION_MS = 20_000
const DEFAULT_REACH_WITHIN_MS = 4_000

/** A command that shows what was stored, with the Node that is there. */
function queryFor(database: string): string {
  const sql =
    'SELECT network, count(*) AS blocks, min(number) AS first, max(number) AS last, max(time) AS newest, sum(transaction_count) AS transactions FROM blocks_readable GROUP BY network'
  const file = JSON.stringify(database).replaceAll("'", "'\\''")
  return `npx node -e 'console.table(new (require("node:sqlite").DatabaseSync)(${file}).prepare("${sql}").all())'`
}

type Say = (text: string) => void

async function openLiveJobs(
  networks: readonly L2Network[],
  options: MonitorOptions,
  environment: CommandEnvironment,
  say: Say,
): Promise<SyncJob[]> {
  const { runtime, signal } = environment
  const timeoutMs = options.reachWithinMs ?? DEFAULT_REACH_WITHIN_MS
  say(`Asking the public endpoints of ${networks.map(({ id }) => id).join(', ')} (at most ${timeoutMs / 1_000} s) …`)
  const { reached, missed } = await findReachable(networks, { runtime, signal, timeoutMs })
  for (const { network, reason } of missed) say(`  ${network.id}: not reached: ${reason}`)
  return reached.map((source) => ({ network: source.network, mark: 'LIVE', legs: [{ source }] }))
}

async function openOfflineJobs(
  networks: readonly L2Network[],
  options: MonitorOptions,
  environment: CommandEnvironment,
  sink: Sink,
  say: Say,
): Promise<readonly OpenJobs[]> {
  const { runtime } = environment
  say('No public endpoint can be reached from here. The same job runs on recorded and simulated networks instead:')
  const recorded = options.recordings ? await openRecordedJobs(options.recordings, runtime) : undefined
  if (recorded && recorded.jobs.length > 0) say('  RECORDED: genuine answers of real networks, served over loopback HTTP')
  else say('  no recordings of real networks were found')
  const simulated = await openSimulatedJobs({ networks, runtime, sink })
  say('  SIMULATED: made-up networks over loopback HTTP, with reorgs and failing endpoints switched on')
  return recorded ? [recorded, simulated] : [simulated]
}

/**
 * The main job: keeps a SQLite file in step with many networks and shows how it goes. Asks the public endpoints of the networks;
 * where none can be reached it says so, and does the same on recordings of real networks and on simulated ones, each row marked.
 */
export async function runMonitor(options: MonitorOptions, environment: CommandEnvironment): Promise<MonitorResult> {
  const { runtime, signal, stdout, variables } = environment
  if (options.durationMs !== undefined && !(options.durationMs > 0)) throw new UsageError('a duration must be a number above 0')
  const paint = createPainter(stdout, variables)
  const say: Say = (text) => stdout.write(`${escapeText(text)}\n`)
  const database = options.database ?? DEFAULT_DATABASE
  stdout.write(`${paint('strong', 'DEFIMON monitor')}\n`)
  const networks = options.networks?.map(getNetwork) ?? defaultNetworks()
  await using sink = await openSink({ kind: 'sqlite', path: database })
  await using cleanUp = new AsyncDisposableStack()

  const jobs: SyncJob[] = []
  const add = (open: OpenJobs): void => {
    cleanUp.use(open)
    jobs.push(...open.jobs)
  }
  if (options.replay !== undefined) {
    say(`Replaying the consecutive blocks of the recordings in ${options.replay} over loopback HTTP`)
    add(await openRecordedJobs(options.replay, runtime))
    if (jobs.length === 0) say('  there are no consecutive blocks of a network that has an adapter')
  } else {
    jobs.push(...(await openLiveJobs(networks, options, environment, say)))
    if (jobs.length === 0 && !signal.aborted)
      for (const open of await openOfflineJobs(networks, options, environment, sink, say)) add(open)
  }

  const ending = new AbortController()
  const durationMs = options.durationMs ?? (stdout.isTTY ? undefined : DEFAULT_DURATION_MS)
  const timer =
    durationMs === undefined
      ? undefined
      : runtime.sleep(durationMs, ending.signal).then(
          () => ending.abort(),
          () => {},
        )
  if (durationMs === undefined) say('Ctrl-C ends it.')
  say('')
  const progress = await runSync({
    jobs,
    sink,
    runtime,
    view: createProgressView(stdout, environment),
    signal: AbortSignal.any([signal, ending.signal]),
  })
  ending.abort()
  await timer
  for (const line of formatSummary(progress, queryFor(database), paint)) stdout.write(`${line}\n`)
  return { exitCode: progress.some(({ state }) => state === 'stopped') ? 1 : 0, networks: progress }
}
