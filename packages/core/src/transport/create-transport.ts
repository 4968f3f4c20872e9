import { createSystemHttpClient } from '#http'
import { DefimonError } from '../contract/errors.ts'
import type { L2Network } from '../contract/network.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { EndpointHealth, RequestOptions, Transport, TransportEvent } from '../contract/transport.ts'
import { systemFetch, systemRuntime } from '../runtime/system-runtime.ts'
import { abortableIterable } from '../source/abortable-iterable.ts'
import { createAdmission } from './admission.ts'
import { createByteWindow } from './byte-window.ts'
import { closedError, createCallRunner, FREE_ROUTE, type Route } from './call-runner.ts'
import { createEndpoint, type EndpointContext, type EndpointQueue, type Task } from './endpoint.ts'
import { createEndpointPool } from './endpoint-pool.ts'
import type { Outcome } from './failure.ts'
import { createFetchHttpClient } from './fetch-http-client.ts'
import { attemptHedged } from './hedge.ts'
import type { HttpClient } from './http-client.ts'
import { encodeCall } from './json-rpc.ts'
import { createRequestBudget } from './request-budget.ts'
import { createSdkFetch } from './sdk-fetch.ts'
import { createSession } from './session.ts'
import { createSubscriber } from './subscriber.ts'
import { readLimits, type TransportLimits, type TransportOptions } from './transport-options.ts'

/**
 * The endpoints of one network behind rate limits, breakers, retry, failover and batching. Nothing is asked before the first
 * call. Throws `CONFIG` when an endpoint is not an http(s) URL.
 */
export function createTransport(network: L2Network, options: TransportOptions = {}): Transport {
  const runtime = options.runtime ?? systemRuntime()
  const limits = readLimits(options)
  const http = createHttpClient(runtime, options, limits)
  const parseJson = options.parseJson ?? ((text: string): unknown => JSON.parse(text))
  const listeners = new Set<(event: TransportEvent) => void>()
  const closing = new AbortController()

  const emit = (event: TransportEvent): void => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch {
        // What a listener does wrong is not the concern of the call that it hears of.
      }
    }
  }
  const context: EndpointContext = {
    network: network.id,
    runtime,
    http,
    window: createByteWindow(limits.maxInFlightBytes),
    limits,
    parseJson,
    onAttempt(endpoint, method, durationMs, failure, responseBytes) {
      if (listeners.size === 0) return
      const { host } = endpoint
      emit({
        ...{ type: 'request', network: network.id, host, method, durationMs, responseBytes },
        ...(failure && { error: failure.error }),
      })
    },
    onBreaker(endpoint, breaker) {
      // After an outage another node may answer under the same name.
      if (breaker === 'open') admission.forget(endpoint)
      emit({ type: 'breaker', network: network.id, host: endpoint.host, breaker })
    },
    onRate(endpoint) {
      emit({ type: 'rate', network: network.id, host: endpoint.host, requestsPerSecond: endpoint.bucket.callsPerSecond })
    },
  }
  const admission = createAdmission(options.admit)
  const endpoints = (options.endpoints ?? network.endpoints).map((endpoint) =>
    createEndpoint(typeof endpoint === 'string' ? { url: endpoint } : endpoint, context),
  )
  const pool = createEndpointPool(endpoints, runtime)
  const { requestsPerHour } = options
  if (requestsPerHour !== undefined && !(requestsPerHour >= 1)) {
    throw new DefimonError('CONFIG', `${network.id}: requestsPerHour must be at least 1`, { network: network.id })
  }
  const budget = requestsPerHour === undefined ? undefined : createRequestBudget(requestsPerHour, runtime)
  const attempt = (endpoint: EndpointQueue, task: Task, route: Route): Promise<Outcome> =>
    options.hedge && route === FREE_ROUTE ? attemptHedged(endpoint, task, { runtime, pool, admission }) : endpoint.attempt(task)
  const run = createCallRunner({
    network: network.id,
    runtime,
    pool,
    admission,
    maxAttempts: limits.maxAttempts,
    closed: closing.signal,
    budget,
    attempt,
    emit,
  })
  const subscribe = createSubscriber({ network: network.id, runtime, endpoints, admission, limits, parseJson })

  function start(task: Task, route: Route): Promise<unknown> {
    if (endpoints.length > 0) return run(task, route)
    const message = `${network.id} has no public endpoint: give one of your own in endpoints`
    return Promise.reject(new DefimonError('CONFIG', message, { network: network.id, method: task.method }))
  }

  function request(
    method: string,
    params: unknown,
    requestOptions?: RequestOptions,
    route: Route = FREE_ROUTE,
  ): Promise<unknown> {
    let call: string
    try {
      call = encodeCall(method, params)
    } catch (cause) {
      const message = `${network.id}: ${method}: params that JSON cannot say`
      return Promise.reject(new DefimonError('CONFIG', message, { network: network.id, method, cause }))
    }
    const { priority = 'backfill', signal, reader } = requestOptions ?? {}
    return start({ method, call, priority, signal, reader }, route)
  }

  function get(path: string, requestOptions?: RequestOptions, route: Route = FREE_ROUTE): Promise<unknown> {
    const method = `GET ${path.split('?', 1)[0]}`
    return start({ method, path, priority: requestOptions?.priority ?? 'backfill', signal: requestOptions?.signal }, route)
  }

  async function close(): Promise<void> {
    if (closing.signal.aborted) return
    closing.abort(closedError(network.id, 'close'))
    await Promise.all(endpoints.map((endpoint) => endpoint.close()))
    listeners.clear()
    await http.close()
  }

  return {
    network,
    request: (method, params, requestOptions) => request(method, params, requestOptions),
    get: (path, requestOptions) => get(path, requestOptions),
    subscribe: (method, params, requestOptions) =>
      abortableIterable((signal) => subscribe(method, params, signal), [closing.signal, requestOptions?.signal]),
    session: (wishes) => createSession({ network: network.id, runtime, pool, wishes, request, get, emit }),
    fetch: createSdkFetch({ network, request: (...call) => request(...call), get: (...call) => get(...call) }),
    health: () => endpoints.map((endpoint) => healthOf(endpoint, runtime.monotonicMs())),
    onEvent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function healthOf(endpoint: EndpointQueue, nowMs: number): EndpointHealth {
  const setAside = endpoint.banned
    ? 'wrong-network'
    : endpoint.exhaustedUntilMs > nowMs
      ? 'quota-exhausted'
      : endpoint.distrustedUntilMs > nowMs
        ? 'failed-check'
        : undefined
  return {
    host: endpoint.host,
    breaker: endpoint.breaker.state(nowMs),
    latencyMs: endpoint.latencies.percentile(0.5) ?? 0,
    errorRate: endpoint.breaker.errorRate(nowMs),
    requestsPerSecond: endpoint.bucket.callsPerSecond,
    waitingCalls: endpoint.waiting,
    maxBatch: endpoint.maxBatch,
    ...(setAside && { setAside }),
  }
}

function createHttpClient(runtime: Runtime, options: TransportOptions, limits: TransportLimits): HttpClient {
  const allowPrivateAddress = (hostname: string): boolean =>
    options.allowPrivateAddresses === true || hostname === 'localhost' || hostname.endsWith('.localhost')
  const maxConnections = limits.maxConcurrency
  // Whoever brings a fetch of their own wants it used.
  const system = runtime.fetch === systemFetch ? createSystemHttpClient({ allowPrivateAddress, maxConnections }) : undefined
  return system ?? createFetchHttpClient(runtime.fetch)
}
