import { timingSafeEqual } from 'node:crypto'
import { DefimonError, type NetworkId, type Runtime } from '@defimon/core'
import { type FetchServer, serveFetch } from '@defimon/core/node'
import type { NetworkHealth, SyncEvent } from '@defimon/sync'
import { HOUR_MS, type Measures, ratesOf, summarizeLag } from '@defimon/sync/measures'
import type { Registry } from 'prom-client'
import { createEventFeed, type EventFeed } from './event-feed.ts'

/** What the server shows, and to whom. */
export interface MonitorServerOptions {
  /** Default 127.0.0.1. Anything that is not this machine needs a token. */
  readonly host?: string
  /** Default 9464. 0: any that is free. */
  readonly port?: number
  /** Names beside this machine's under which it may be asked. */
  readonly allowedHosts?: readonly string[]
  /** Asked of every request as `Authorization: Bearer …`. */
  readonly token?: string
  readonly registry: Registry
  readonly measures: Measures
  readonly health: () => readonly NetworkHealth[]
  readonly runtime: Runtime
}

/** The server of `defimon monitor`. */
export interface MonitorServer extends FetchServer {
  /** Passes an event on to whoever listens to `/api/events`. */
  tell(event: SyncEvent): void
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])
const BAD: ReadonlySet<NetworkHealth['state']> = new Set(['stopped', 'unreachable', 'stalled'])
/** There is nothing to send. */
const MOST_REQUEST_BYTES = 16_384

/**
 * Serves how the networks do, read only: `/metrics` for Prometheus, `/health` (503 and `degraded` where a network is stalled, unreachable
 * or stopped, or has a finding of its own; 200 and `impaired` where only endpoints have), `/ready` (503 until each has a head; findings do
 * not change that, but stand there), `/api/networks`, `/api/events` (server-sent events). Only GET, only for hosts that
 * are known by name, and beyond this machine only with a token. Rejects with `CONFIG` where a token is missing.
 */
export async function startMonitorServer(options: MonitorServerOptions): Promise<MonitorServer> {
  const { host = '127.0.0.1', port = 9464, token } = options
  if (!LOOPBACK.has(host) && token === undefined) {
    throw new DefimonError(
      'CONFIG',
      `a server on ${host} can be reached by others: it needs a token (DEFIMON_TOKEN, or http.token of the config)`,
    )
  }
  const allowed = new Set([...LOOPBACK, host.toLowerCase(), ...(options.allowedHosts ?? []).map((name) => name.toLowerCase())])
  const feed = createEventFeed(options.runtime)
  const server = await serveFetch(((input: URL, init: RequestInit) => answer(options, feed, input, init)) as typeof fetch, {
    host,
    port,
    allowHost: (name) => allowed.has(name),
    maxRequestBytes: MOST_REQUEST_BYTES,
  })
  const close = async (): Promise<void> => {
    feed.close()
    await server.close()
  }
  return { url: server.url, tell: feed.tell, close, [Symbol.asyncDispose]: close }
}

async function answer(options: MonitorServerOptions, feed: EventFeed, url: URL, init: RequestInit): Promise<Response> {
  if (init.method !== 'GET') return json({ error: 'only GET' }, 405, { allow: 'GET' })
  const given = new Headers(init.headers).get('authorization') ?? ''
  if (options.token !== undefined && !isSame(given, `Bearer ${options.token}`)) {
    return json({ error: 'a token is needed' }, 401, { 'www-authenticate': 'Bearer' })
  }
  const health = options.health()
  switch (url.pathname) {
    case '/metrics':
      return new Response(await options.registry.metrics(), { headers: { 'content-type': options.registry.contentType } })
    case '/health': {
      const isBad = health.some(
        ({ state, findings }) => BAD.has(state) || findings.some(({ endpoint }) => endpoint === undefined),
      )
      const status = isBad ? 'degraded' : health.some(({ findings }) => findings.length > 0) ? 'impaired' : 'ok'
      return json({ status, networks: health }, isBad ? 503 : 200)
    }
    case '/ready': {
      const waiting = health.filter(({ head, state }) => head === undefined && state !== 'sunset').map(({ network }) => network)
      const isReady = health.length > 0 && waiting.length === 0
      const findings = health.flatMap(({ network, findings: found }) =>
        found.map(({ name, endpoint }) => ({ network, name, ...(endpoint !== undefined && { endpoint }) })),
      )
      return json({ ready: isReady, waiting, findings }, isReady ? 200 : 503)
    }
    case '/api/networks':
      return json({ networks: health.map((each) => ({ ...each, ...recentOf(options, each.network) })) }, 200)
    case '/api/events':
      return new Response(feed.open(init.signal ?? undefined), {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      })
    default:
      return json({ error: 'no such path', paths: ['/metrics', '/health', '/ready', '/api/networks', '/api/events'] }, 404)
  }
}

/** The present hour of a network and what it comes to a second. */
function recentOf({ measures, runtime }: MonitorServerOptions, network: NetworkId): object {
  const hour = measures.hours(network).at(-1)
  if (!hour) return {}
  const { lags, ...counts } = hour
  const passedMs = Math.min(HOUR_MS, Math.max(1_000, runtime.now() - hour.hourStartMs))
  const settlement = Object.fromEntries(Object.entries(lags).map(([stage, lag]) => [stage, lag && summarizeLag(lag)]))
  return { hour: counts, rates: ratesOf(hour, passedMs), settlement }
}

function json(value: unknown, status: number, headers: Record<string, string> = {}): Response {
  const text = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
  return new Response(text, { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers } })
}

/** Takes as long whatever is given. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}
