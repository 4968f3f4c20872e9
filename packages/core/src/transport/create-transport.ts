import { createSystemHttpClient } from '#http'
import { DefimonError } from '../contract/errors.ts'
import type { L2Network } from '../contract/network.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { EndpointHealth, RequestOptions, Session, Transport, TransportEvent } from '../contract/transport.ts'
import { systemFetch, systemRuntime } from '../runtime/system-runtime.ts'
import { createAdmission } from './admission.ts'
import { createByteWindow } from './byte-window.ts'
import { closedError, createCallRunner, FREE_ROUTE, type Route } from './call-runner.ts'
import { createEndpoint, type EndpointQueue, type Task } from './endpoint.ts'
import { createEndpointPool } from './endpoint-pool.ts'
import { createFetchHttpClient } from './fetch-http-client.ts'
import type { HttpClient } from './http-client.ts'
import { encodeCall } from './json-rpc.ts'
import { readLimits, type TransportOptions } from './transport-options.ts'

/**
 * The endpoints of one network behind rate limits, breakers, retry, failover and batching. Nothing is asked before the first
 * call. Throws `CONFIG` when an endpoint is not an http(s) URL.
 */
export function createTransport(network: L2Network, options: TransportOptions = {}): Transport {
  const runtime = options.runtime ?? systemRuntime()
  const limits = readLimits(options)
  const http = createHttpClient(runtime, options, limits.maxConcurrency)
  const listeners = new Set<(event: TransportEvent) => void>()
  const closing = new AbortController()

  const emit = (event: TransportEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const context = {
    network: network.id,
    runtime,
    http,
    window: createByteWindow(limits.maxInFlightBytes),
    limits,
    parseJson: options.parseJson ?? ((text: string): unknown => JSON.parse(text)),
    onAttempt(endpoint: EndpointQueue, method: string, durationMs: number, failure?: { readonly error: DefimonError }): void {
      if (listeners.size === 0) return
      emit({
        type: 'request',
        network: network.id,
        host: endpoint.host,
        method,
        durationMs,
        ...(failure && { error: failure.error }),
      })
    },
  }
  const endpoints = (options.endpoints ?? network.endpoints).map((endpoint) =>
    createEndpoint(typeof endpoint === 'string' ? { url: endpoint } : endpoint, context),
  )
  const pool = createEndpointPool(endpoints, runtime)
  const admission = createAdmission(options.admit)
  const run = createCallRunner({
    network: network.id,
    runtime,
    pool,
    admission,
    maxAttempts: limits.maxAttempts,
    closed: closing.signal,
    attempt: (endpoint, task) => endpoint.attempt(task),
    emit,
  })

  function start(task: Task, route: Route): Promise<unknown> {
    if (endpoints.length === 0) {
      const message = `${network.id} has no public endpoint; give one in endpoints`
      return Promise.reject(new DefimonError('CONFIG', message, { network: network.id, method: task.method }))
    }
    return run(task, route)
  }

  function startRequest(method: string, params: unknown, request: RequestOptions | undefined, route: Route): Promise<unknown> {
    let call: string
    try {
      call = encodeCall(method, params)
    } catch (cause) {
      const message = `${network.id}: ${method}: params that JSON cannot say`
      return Promise.reject(new DefimonError('CONFIG', message, { network: network.id, method, cause }))
    }
    return start({ method, call, priority: request?.priority ?? 'backfill', signal: request?.signal }, route)
  }

  function openSession(): Session {
    let current: EndpointQueue | undefined
    let answered = false
    const route: Route = {
      fixed: () => (answered ? current : undefined),
      preferred: () => current,
      chosen(endpoint) {
        if (!answered) current = endpoint
      },
      answered(endpoint) {
        current = endpoint
        answered = true
      },
    }
    return {
      get endpoint() {
        return current?.host ?? endpoints[0]?.host ?? ''
      },
      request: (method, params, request) => startRequest(method, params, request, route),
      reject(reason) {
        if (!current) return
        current.distrust(runtime.monotonicMs())
        emit({
          type: 'rejected',
          network: network.id,
          host: current.host,
          error: new DefimonError('VERIFICATION', `${network.id} at ${current.host}: ${current.redactor.text(reason)}`, {
            network: network.id,
            host: current.host,
          }),
        })
      },
    }
  }

  async function close(): Promise<void> {
    if (closing.signal.aborted) return
    closing.abort(closedError(network.id, 'close'))
    for (const endpoint of endpoints) endpoint.close()
    listeners.clear()
    await http.close()
  }

  return {
    network,
    request: (method, params, request) => startRequest(method, params, request, FREE_ROUTE),
    get(path, request) {
      const method = `GET ${path.split('?', 1)[0]}`
      return start({ method, path, priority: request?.priority ?? 'backfill', signal: request?.signal }, FREE_ROUTE)
    },
    subscribe(method) {
      throw new DefimonError('UNSUPPORTED', `${network.id}: ${method}: no endpoint offers a WebSocket`, {
        network: network.id,
        method,
      })
    },
    session: openSession,
    fetch: () => {
      throw new DefimonError('UNSUPPORTED', `${network.id}: fetch is not offered yet`, { network: network.id })
    },
    health: (): readonly EndpointHealth[] => {
      const nowMs = runtime.monotonicMs()
      return endpoints.map((endpoint) => ({
        host: endpoint.host,
        breaker: endpoint.breaker.state(nowMs),
        latencyMs: endpoint.latencies.percentile(0.5) ?? 0,
        errorRate: endpoint.breaker.errorRate(nowMs),
        requestsPerSecond: endpoint.bucket.callsPerSecond,
      }))
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function createHttpClient(runtime: Runtime, options: TransportOptions, maxConnections: number): HttpClient {
  const allowPrivateAddress = (hostname: string): boolean =>
    options.allowPrivateAddresses === true || hostname === 'localhost' || hostname.endsWith('.localhost')
  // Whoever brings a fetch of their own wants it used.
  const system = runtime.fetch === systemFetch ? createSystemHttpClient({ allowPrivateAddress, maxConnections }) : undefined
  return system ?? createFetchHttpClient(runtime.fetch)
}
