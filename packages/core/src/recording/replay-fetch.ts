import type { NetworkId } from '../contract/network.ts'
import { canonicalParams, exchangeKey } from './canonical-params.ts'
import { parseExactJson, stringifyExactJson } from './exact-json.ts'
import { type Exchange, NOT_RECORDED_CODE } from './exchange.ts'

/** How recordings are replayed. */
export interface ReplayOptions {
  /** Only exchanges of this network. Default: of all. */
  readonly network?: NetworkId
  /** Answers what was not recorded; undefined: cannot be known. See `BlockDriver.answerFromRecording`. */
  readonly fallback?: (method: string, params: unknown) => unknown
}

/**
 * A fetch that serves recorded exchanges: JSON-RPC, single and in batches, by POST, and REST by GET. Where two exchanges have the
 * same method and params, the first by file name is served. What was not recorded is answered with the JSON-RPC error
 * `NOT_RECORDED_CODE`, or 404 for REST, naming network, method and params. The host of the URL does not matter.
 */
export function replayFetch(exchanges: readonly Exchange[], options: ReplayOptions = {}): typeof globalThis.fetch {
  const { network, fallback } = options
  const wanted = network === undefined ? exchanges : exchanges.filter((exchange) => exchange.network === network)
  const index = indexExchanges(wanted)
  const name = network ?? [...new Set(wanted.map((exchange) => exchange.network))].join(', ')

  const find = (method: string, params: unknown): Pick<Exchange, 'result' | 'error'> | undefined => {
    const exchange = index.get(exchangeKey(method, params))
    if (exchange) return exchange
    const result = fallback?.(method, params)
    return result === undefined ? undefined : { result }
  }
  const missing = (method: string, params: unknown): string =>
    `not recorded: ${name || 'no network'} ${method} ${canonicalParams(params)}`

  const answer = (call: unknown): object => {
    const { id = null, method, params } = (typeof call === 'object' && call !== null ? call : {}) as Record<string, unknown>
    if (typeof method !== 'string') return { jsonrpc: '2.0', id, error: { code: -32600, message: 'not a JSON-RPC request' } }
    const found = find(method, params)
    if (!found) return { jsonrpc: '2.0', id, error: { code: NOT_RECORDED_CODE, message: missing(method, params) } }
    return { jsonrpc: '2.0', id, ...(found.error ? { error: found.error } : { result: found.result ?? null }) }
  }

  const answerRest = (url: URL): Response => {
    const query = Object.fromEntries(url.searchParams)
    for (const path of pathsOf(url)) {
      const found = find(`GET ${path}`, query)
      if (found?.error) return jsonResponse(found.error, httpStatusOf(found.error.code))
      if (found) return jsonResponse(found.result ?? null, 200)
    }
    return new Response(missing(`GET ${url.pathname}`, query), { status: 404, headers: { 'content-type': 'text/plain' } })
  }

  return async (input, init) => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    if (request.method === 'GET') return answerRest(new URL(request.url))
    let body: unknown
    try {
      body = parseExactJson(await request.text())
    } catch {
      return new Response('not JSON', { status: 400 })
    }
    return jsonResponse(Array.isArray(body) ? body.map(answer) : answer(body), 200)
  }
}

function indexExchanges(exchanges: readonly Exchange[]): ReadonlyMap<string, Exchange> {
  const file = (exchange: Exchange): string => exchange.file ?? ''
  const sorted = [...exchanges].sort((a, b) => (file(a) < file(b) ? -1 : file(a) > file(b) ? 1 : 0))
  const index = new Map<string, Exchange>()
  for (const exchange of sorted) {
    const key = exchangeKey(exchange.method, exchange.params)
    if (!index.has(key)) index.set(key, exchange)
  }
  return index
}

/** The path, and what is left of it below each folder: an endpoint's own path is no part of a recording. */
function pathsOf(url: URL): readonly string[] {
  const segments = url.pathname.split('/').filter(Boolean)
  return segments.length === 0 ? ['/'] : segments.map((_, index) => `/${segments.slice(index).join('/')}`)
}

function httpStatusOf(code: number): number {
  return code >= 400 && code <= 599 ? code : 500
}

function jsonResponse(body: unknown, status: number): Response {
  return new Response(stringifyExactJson(body), { status, headers: { 'content-type': 'application/json' } })
}
