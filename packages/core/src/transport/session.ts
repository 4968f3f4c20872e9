import { DefimonError } from '../contract/errors.ts'
import type { NetworkId } from '../contract/network.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { RequestOptions, Session, SessionOptions, TransportEvent } from '../contract/transport.ts'
import type { Route } from './call-runner.ts'
import type { EndpointQueue } from './endpoint.ts'
import type { EndpointPool } from './endpoint-pool.ts'

/** What a session is made of. */
export interface SessionParts {
  readonly network: NetworkId
  readonly runtime: Runtime
  readonly pool: EndpointPool
  readonly wishes: SessionOptions | undefined
  readonly request: (method: string, params: unknown, options: RequestOptions | undefined, route: Route) => Promise<unknown>
  readonly get: (path: string, options: RequestOptions | undefined, route: Route) => Promise<unknown>
  readonly emit: (event: TransportEvent) => void
}

/**
 * One endpoint for the calls of a block. It is chosen at the first call and may still change while that call fails over; from the
 * first answer on it stays, so that no block is put together from two views of the chain.
 */
export function createSession({ network, runtime, pool, wishes, request, get, emit }: SessionParts): Session {
  let current: EndpointQueue | undefined
  let answered = false
  const route: Route = {
    wishes,
    fixed: () => (answered ? current : undefined),
    preferred: () => current,
    chosen(endpoint) {
      if (!answered) current = endpoint
    },
    answered(endpoint) {
      if (answered) return
      current = endpoint
      answered = true
    },
  }
  return {
    get endpoint() {
      return (current ?? pool.endpoints[0])?.host ?? ''
    },
    request: (method, params, options) => request(method, params, options, route),
    get: (path, options) => get(path, options, route),
    reject(reason, kind = 'untrue') {
      if (!current) return
      const { host, redactor } = current
      current.distrust(runtime.monotonicMs())
      const error = new DefimonError('VERIFICATION', `${network} at ${host}: ${redactor.text(reason)}`, { network, host })
      emit({ type: 'rejected', network, host, error, reject: kind })
    },
  }
}
