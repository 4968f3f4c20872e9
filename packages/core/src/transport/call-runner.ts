import { DefimonError } from '../contract/errors.ts'
import type { NetworkId } from '../contract/network.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { SessionOptions, TransportEvent } from '../contract/transport.ts'
import type { Admission } from './admission.ts'
import { type EndpointQueue, LONGEST_WAIT_MS, type Task } from './endpoint.ts'
import type { EndpointPool } from './endpoint-pool.ts'
import { FAILURE_RULES, type Failure, type Outcome } from './failure.ts'
import type { RequestBudget } from './request-budget.ts'

const FIRST_BACKOFF_MS = 250
const MAX_BACKOFF_MS = 10_000
/** Refusals by a rate limit teach the bucket and cost no attempt; after so many the limit is not a rate any more. */
const MAX_REFUSALS = 8
/** A call does not wait longer than this for a breaker to let it through. */
const MAX_BREAKER_WAIT_MS = 5_000

/** Which endpoint a call goes to. Sessions remember; plain calls do not. */
export interface Route {
  /** The endpoint that must be used, because answers of it are already part of the same block. */
  readonly fixed: () => EndpointQueue | undefined
  /** The endpoint that is used unless it failed. */
  readonly preferred: () => EndpointQueue | undefined
  readonly wishes?: SessionOptions | undefined
  /** The call goes to this endpoint now. */
  readonly chosen: (endpoint: EndpointQueue) => void
  /** The endpoint gave an answer. */
  readonly answered: (endpoint: EndpointQueue) => void
}

/** The route of a call that stands alone. */
export const FREE_ROUTE: Route = {
  fixed: () => undefined,
  preferred: () => undefined,
  chosen: () => {},
  answered: () => {},
}

/** What it takes to run calls. */
export interface CallRunnerOptions {
  readonly network: NetworkId
  readonly runtime: Runtime
  readonly pool: EndpointPool
  readonly admission: Admission
  readonly maxAttempts: number
  /** Aborted when the transport closes. */
  readonly closed: AbortSignal
  /** Absent: calls cost nothing. */
  readonly budget: RequestBudget | undefined
  readonly attempt: (endpoint: EndpointQueue, task: Task, route: Route) => Promise<Outcome>
  readonly emit: (event: TransportEvent) => void
}

/** Runs one call to its end: choice of endpoint, retry by kind of failure, failover. */
export type RunCall = (task: Task, route: Route) => Promise<unknown>

/** Makes the runner. A call ends after a bounded number of attempts, whatever the endpoints say. */
export function createCallRunner(options: CallRunnerOptions): RunCall {
  const { network, runtime, pool, admission, emit } = options

  return async (task, route) => {
    const tried = new Set<EndpointQueue>()
    const ruledOut = new Set<EndpointQueue>()
    let attempts = 0
    let refusals = 0
    let last: Failure | undefined
    let notYet: Failure | undefined
    for (;;) {
      if (options.closed.aborted) throw closedError(network, task.method)
      const endpoint = choose(route, tried, ruledOut)
      if (endpoint === undefined) {
        if (last && FAILURE_RULES[last.kind].retry !== 'same') throw last.error
        const waitMs = Math.max(1, route.fixed()?.breaker.retryInMs(runtime.monotonicMs()) ?? pool.retryInMs())
        if (++attempts >= options.maxAttempts || waitMs > MAX_BREAKER_WAIT_MS) throw last?.error ?? noneLeft(task, waitMs)
        await pause(waitMs, task)
        continue
      }
      if (options.budget) await withinBudget(options.budget, task)
      if (last && endpoint.host !== last.error.host) emit({ type: 'failover', network, host: endpoint.host, method: task.method })
      route.chosen(endpoint)
      const outcome = admission.isReady(endpoint)
        ? await options.attempt(endpoint, task, route)
        : await admitFirst(endpoint, task, route)
      if (outcome.ok) {
        route.answered(endpoint)
        return outcome.value
      }
      last = outcome
      const rule = FAILURE_RULES[outcome.kind]
      if (rule.retry === 'never') throw outcome.error
      if (outcome.kind === 'not-yet') notYet = outcome
      // Who asks for what is not there yet asks again soon: one endpoint that hangs or refuses must not hold that up for minutes.
      else if (notYet && rule.retry === 'same') throw notYet.error
      if (rule.retry === 'elsewhere') {
        ruledOut.add(endpoint)
        continue
      }
      if (outcome.kind === 'rate-limited') {
        if (++refusals >= MAX_REFUSALS) throw outcome.error
      } else if (++attempts >= options.maxAttempts) throw outcome.error
      tried.add(endpoint)
      const elsewhere = route.fixed() === undefined && pool.endpoints.some((other) => isFresh(other, tried, ruledOut))
      if (!elsewhere && (outcome.error.retryAfterMs ?? 0) > LONGEST_WAIT_MS) throw outcome.error
      if (!elsewhere) tried.clear()
      emit({ type: 'retry', network, host: endpoint.host, method: task.method, error: outcome.error })
      // The bucket itself holds refused calls back.
      if (!elsewhere && outcome.kind !== 'rate-limited') await pause(backoffMs(attempts, outcome.error.retryAfterMs), task)
    }
  }

  function choose(
    route: Route,
    tried: ReadonlySet<EndpointQueue>,
    ruledOut: ReadonlySet<EndpointQueue>,
  ): EndpointQueue | undefined {
    const nowMs = runtime.monotonicMs()
    const fixed = route.fixed()
    if (fixed) {
      const usable = !ruledOut.has(fixed) && !fixed.banned && fixed.exhaustedUntilMs <= nowMs
      return usable && fixed.breaker.tryEnter(nowMs) ? fixed : undefined
    }
    const preferred = route.preferred()
    if (preferred && isFresh(preferred, tried, ruledOut) && preferred.breaker.tryEnter(nowMs)) return preferred
    return pool.pick(new Set([...tried, ...ruledOut]), route.wishes) ?? pool.pick(ruledOut, route.wishes)
  }

  function isFresh(endpoint: EndpointQueue, tried: ReadonlySet<EndpointQueue>, ruledOut: ReadonlySet<EndpointQueue>): boolean {
    const nowMs = runtime.monotonicMs()
    return (
      !tried.has(endpoint) &&
      !ruledOut.has(endpoint) &&
      !endpoint.banned &&
      endpoint.exhaustedUntilMs <= nowMs &&
      endpoint.breaker.wouldPass(nowMs)
    )
  }

  async function admitFirst(endpoint: EndpointQueue, task: Task, route: Route): Promise<Outcome> {
    let refusal: Failure | undefined
    try {
      refusal = await admission.admit(endpoint, task.signal)
    } catch (cause) {
      throw abortedError(task, cause)
    }
    return refusal ?? options.attempt(endpoint, task, route)
  }

  function backoffMs(attempt: number, retryAfterMs: number | undefined): number {
    const fullMs = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1))
    return Math.max(1, retryAfterMs ?? 0, runtime.random() * fullMs)
  }

  function withinBudget(budget: RequestBudget, task: Task): Promise<void> {
    return waiting(task, (signal) => budget.take(task.priority, signal))
  }

  function pause(ms: number, task: Task): Promise<void> {
    return waiting(task, (signal) => runtime.sleep(ms, signal))
  }

  async function waiting(task: Task, wait: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = task.signal ? AbortSignal.any([task.signal, options.closed]) : options.closed
    try {
      await wait(signal)
    } catch (cause) {
      if (options.closed.aborted) throw closedError(network, task.method)
      throw abortedError(task, cause)
    }
  }

  function abortedError(task: Task, cause: unknown): DefimonError {
    return new DefimonError('ABORTED', `${network}: ${task.method}: aborted by the caller`, {
      network,
      method: task.method,
      cause,
    })
  }

  function noneLeft(task: Task, waitMs: number): DefimonError {
    const banned = pool.endpoints.find((endpoint) => endpoint.banned)
    if (banned?.banned && pool.endpoints.every((endpoint) => endpoint.banned)) return banned.banned.error
    const nowMs = runtime.monotonicMs()
    const exhausted = pool.endpoints.every((endpoint) => endpoint.banned || endpoint.exhaustedUntilMs > nowMs)
    return new DefimonError(
      exhausted ? 'QUOTA_EXHAUSTED' : 'UNREACHABLE',
      exhausted
        ? `${network}: ${task.method}: the quota of every endpoint is used up`
        : `${network}: ${task.method}: every endpoint failed lately; the next try is in ${Math.ceil(waitMs)} ms`,
      { network, method: task.method, retryAfterMs: Math.ceil(waitMs) },
    )
  }
}

/** What every call of a closed transport rejects with. */
export function closedError(network: NetworkId, method: string): DefimonError {
  return new DefimonError('ABORTED', `${network}: ${method}: the transport is closed`, { network, method })
}
