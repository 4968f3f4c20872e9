import { type BlobSource, DefimonError } from '@defimon/core'
import { getNetwork } from '@defimon/networks'
import type { NetworkHealth } from '@defimon/sync'
import { createMetrics } from '@defimon/sync/metrics'
import { type Command, Option } from 'commander'
import { Registry } from 'prom-client'
import { sourceFor } from '../adapters.ts'
import { loadConfig } from '../config/load-config.ts'
import type { MonitorConfig, NetworkConfig } from '../config/monitor-config.ts'
import { openSink, parseSinkTarget, type SinkTarget } from '../monitor/open-sink.ts'
import { createProgressView, createSilentView } from '../monitor/progress-view.ts'
import { runSync } from '../monitor/run-sync.ts'
import type { SyncJob } from '../monitor/sync-job.ts'
import { openBeacon } from '../open-beacon.ts'
import type { CommandContext } from '../run.ts'
import { startMonitorServer } from '../serve/monitor-server.ts'
import { settlingSource } from '../settling-source.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { UsageError } from '../terminal/report-error.ts'
import { parseCount, parseNumber } from './parse-arguments.ts'

interface MonitorCommandOptions {
  readonly config?: string
  readonly to?: SinkTarget
  readonly host?: string
  readonly port?: number
  readonly http: boolean
  readonly duration?: number
  readonly json?: true
}

const DEFAULT_TARGET = 'sqlite:data/defimon.sqlite'

/** `defimon monitor`: follows networks, shows them as a live table, and serves how they do over HTTP. */
export function addMonitorCommand(program: Command, { environment, finish }: CommandContext): void {
  const { runtime, signal, stdout, stderr, variables } = environment

  async function jobFor(config: NetworkConfig, open: typeof settlingSource, blobs: BlobSource | undefined): Promise<SyncJob> {
    const { id, endpoints, requestsPerHour, from, detail } = config
    const network = getNetwork(id)
    const source = await open(network, {
      runtime,
      ...(endpoints && { endpoints }),
      ...(requestsPerHour !== undefined && { requestsPerHour }),
      ...(blobs && { blobs }),
    })
    return { network, mark: 'LIVE', ...(detail && { detail }), legs: [{ source, ...(from !== undefined && { from }) }] }
  }

  program
    .command('monitor')
    .description('follow networks: a live table, and /metrics, /health, /ready, /api over HTTP on this machine')
    .argument('[networks...]', 'network ids; default: those of the config')
    .option('-c, --config <file>', 'default: defimon.config.ts, .js or .json of the working folder, if there is one')
    .option('-t, --to <sink>', `sqlite:FILE or jsonl:FOLDER; default ${DEFAULT_TARGET}`, parseSinkTarget)
    .option('--port <number>', 'of the HTTP server; default 9464, 0: any that is free', parseNumber)
    .option('--host <host>', 'where the HTTP server listens; beyond this machine it needs DEFIMON_TOKEN')
    .option('--no-http', 'no HTTP server')
    .addOption(new Option('--duration <seconds>', 'end after so long').argParser(parseCount))
    .option('--json', 'print what happens as JSON lines')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon monitor base arbitrum_one
  $ defimon monitor --config defimon.config.ts
  $ curl http://127.0.0.1:9464/health

A config holds { networks, to, keep, settlement, http }; a text of it may name an environment variable: "https://host/\${KEY}".`,
    )
    .action(async (names: readonly string[], options: MonitorCommandOptions) => {
      const config = await loadConfig({ ...(options.config && { file: options.config }), variables })
      const wanted = await wantedNetworks(names, config)
      const settlement = config?.settlement ?? false
      await using beacon = await openBeacon(typeof settlement === 'object' ? settlement.beacon : undefined, runtime)
      const open = settlement ? settlingSource : sourceFor
      const jobs = await Promise.all(wanted.map((each) => jobFor(each, open, beacon)))
      const sources = jobs.flatMap(({ legs }) => legs.map(({ source }) => source))
      const target = options.to ?? parseSinkTarget(config?.to ?? DEFAULT_TARGET)
      const keep = target.kind === 'sqlite' ? { keep: config?.keep ?? ('measures' as const) } : {}
      await using sink = await openSink(target, keep)
      const registry = new Registry()
      const metrics = createMetrics({ register: registry, sources, runtime })
      let health: readonly NetworkHealth[] = []
      metrics.watch({ health: () => health })
      const token = variables['DEFIMON_TOKEN'] ?? config?.http?.token
      const host = options.host ?? config?.http?.host
      const port = options.port ?? config?.http?.port
      await using cleanUp = new AsyncDisposableStack()
      cleanUp.defer(() => metrics.close())
      cleanUp.defer(async () => void (await Promise.all(sources.map((source) => source.close()))))
      const server = options.http
        ? cleanUp.use(
            await startMonitorServer({
              ...(host !== undefined && { host }),
              ...(port !== undefined && { port }),
              ...(token !== undefined && { token }),
              ...(config?.http?.allowedHosts && { allowedHosts: config.http.allowedHosts }),
              registry,
              measures: metrics.measures,
              health: () => health,
              runtime,
            }).catch((cause) => Promise.reject(listenError(cause, host, port))),
          )
        : undefined
      if (server && options.json) stdout.write(jsonLine({ type: 'listening', url: server.url }))
      else if (server) stderr.write(`Listening on ${server.url}\n`)

      const ending = new AbortController()
      const timer = options.duration === undefined ? undefined : endAfter(options.duration * 1000, ending)
      const networks = await runSync({
        jobs,
        sink: metrics.observe(sink),
        runtime,
        signal: AbortSignal.any([signal, ending.signal]),
        view: options.json ? createSilentView() : createProgressView(stdout, environment),
        onEvent(event) {
          server?.tell(event)
          if (options.json) stdout.write(jsonLine(event))
        },
        onHealth(now) {
          health = now
        },
      })
      ending.abort()
      await timer
      if (networks.some(({ state }) => state === 'stopped')) finish(1)
    })

  async function endAfter(ms: number, ending: AbortController): Promise<void> {
    await runtime.sleep(ms, AbortSignal.any([signal, ending.signal])).catch(() => {})
    ending.abort()
  }
}

async function wantedNetworks(names: readonly string[], config: MonitorConfig | undefined): Promise<readonly NetworkConfig[]> {
  const configured = (config?.networks ?? []).map((each) => (typeof each === 'string' ? { id: each } : each))
  if (names.length === 0 && configured.length === 0) {
    throw new UsageError('name networks, or give a config that does: defimon monitor base arbitrum_one')
  }
  const byId = new Map(configured.map((each) => [getNetwork(each.id).id, each]))
  if (names.length === 0) return [...byId.values()]
  return [...new Set(names.map((name) => getNetwork(name).id))].map((id) => byId.get(id) ?? { id })
}

function listenError(cause: unknown, host = '127.0.0.1', port = 9464): unknown {
  if (DefimonError.isInstance(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new DefimonError('CONFIG', `cannot listen on ${host}:${port}: ${reason}; choose another with --port`, { cause })
}
