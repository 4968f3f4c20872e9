import { DefimonError } from '../contract/errors.ts'
import type { Transport } from '../contract/transport.ts'

/** What an SDK's call needs of a transport. */
export type SdkFetchTarget = Pick<Transport, 'request' | 'get' | 'network'>

const INTERNAL_ERROR = -32603

/**
 * A fetch for SDKs, so that their calls share limits, breakers and failover. The URL's host is ignored. A JSON-RPC body, single or
 * array, goes call by call through `request`, where it is batched again; a GET goes through `get`, with the path and query of its URL.
 *
 * Errors that an endpoint gave come back as the JSON-RPC error they were. Others (no endpoint left, aborted, quota gone) reject as
 * the `DefimonError` they are, since an SDK cannot mend them.
 */
export function createSdkFetch(target: SdkFetchTarget): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(absolute(input), init)
    const { signal } = request
    if (request.method === 'GET') {
      const { pathname, search } = new URL(request.url)
      return Response.json(await target.get(`${pathname}${search}`, { signal }))
    }
    const body = parse(await request.text(), target)
    if (!Array.isArray(body)) return Response.json(await answer(body, target, signal))
    return Response.json(await Promise.all(body.map((call) => answer(call, target, signal))))
  }
}

/** SDKs without an endpoint of their own give a path; only path and query count here. */
function absolute(input: RequestInfo | URL): RequestInfo | URL {
  return typeof input === 'string' && !URL.canParse(input) ? new URL(input, 'http://transport.invalid') : input
}

function parse(text: string, target: SdkFetchTarget): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DefimonError('CONFIG', `${target.network.id}: the SDK's request is not JSON`, { network: target.network.id, cause })
  }
}

async function answer(call: unknown, target: SdkFetchTarget, signal: AbortSignal): Promise<object> {
  const { id = null, method, params } = (typeof call === 'object' && call !== null ? call : {}) as Record<string, unknown>
  if (typeof method !== 'string') {
    throw new DefimonError('CONFIG', `${target.network.id}: the SDK's request names no method`, { network: target.network.id })
  }
  try {
    return { jsonrpc: '2.0', id, result: await target.request(method, params, { signal }) }
  } catch (error) {
    if (!DefimonError.isInstance(error) || (error.rpcCode === undefined && error.code !== 'RPC')) throw error
    const { rpcCode: code = INTERNAL_ERROR, message, data } = error
    return { jsonrpc: '2.0', id, error: { code, message, ...(data !== undefined && { data }) } }
  }
}
