import type { EndpointHealth, ErrorCode, Runtime, TransportEvent } from '@defimon/core'
import {
  DEAD_AFTER_MS,
  DEAD_FAILURES,
  HONEST_BLOCKS,
  LYING_ANSWERS,
  LYING_APART_MS,
  LYING_WITHIN_MS,
  REFUSED_AFTER_MS,
} from './finding-times.ts'
import { type HealthFinding, inWords } from './health-finding.ts'

/** What the calls to the endpoints of a network tell of them. */
export interface EndpointCalls {
  /** Something happened in the transport. */
  tell(event: TransportEvent): void
  /** An answer that was asked for on purpose cannot be true. */
  lied(host: string, why: string): void
  /** A block that was asked of this endpoint on purpose passed all checks, and is the one that is stored. */
  passed(host: string): void
  /** What is wrong with an endpoint, if something is. */
  finding(endpoint: EndpointHealth): HealthFinding | undefined
  /** Since when (monotonic) an endpoint fails or refuses; undefined: its last call was answered. */
  troubledSince(host: string): number | undefined
  /** Since when (monotonic) an endpoint is suspected of lies. */
  suspectedSince(host: string): number | undefined
}

/** The endpoint answered, whatever it said. */
const ANSWERED: ReadonlySet<ErrorCode> = new Set(['NOT_YET', 'NOT_FOUND', 'PRUNED', 'TOO_LARGE', 'CONTRADICTION'])
/** The call ended here, or never left. */
const OWN: ReadonlySet<ErrorCode> = new Set(['ABORTED', 'CONFIG', 'UNSUPPORTED'])

interface Calls {
  failures: number
  failedSinceMs: number | undefined
  failedLastMs: number
  failure: string
  refusals: number
  refusedSinceMs: number | undefined
  quotaSinceMs: number | undefined
  quota: string
  /** When answers came that cannot be true: at most one in a moment. */
  untrue: number[]
  lie: string
  passed: number
  wrongSinceMs: number | undefined
}

/** Nothing is known of any endpoint. */
export function createEndpointCalls(runtime: Runtime): EndpointCalls {
  const byHost = new Map<string, Calls>()
  const callsOf = (host: string): Calls => {
    const known = byHost.get(host)
    if (known) return known
    const calls: Calls = {
      ...{ failures: 0, failedSinceMs: undefined, failedLastMs: 0, failure: '' },
      ...{ refusals: 0, refusedSinceMs: undefined, quotaSinceMs: undefined, quota: '' },
      ...{ untrue: [], lie: '', passed: 0, wrongSinceMs: undefined },
    }
    byHost.set(host, calls)
    return calls
  }

  const answered = (calls: Calls): void => {
    calls.failures = 0
    calls.failedSinceMs = undefined
    calls.refusals = 0
    calls.refusedSinceMs = undefined
    calls.quotaSinceMs = undefined
  }
  const failed = (calls: Calls, why: string): void => {
    const nowMs = runtime.monotonicMs()
    calls.failures += 1
    calls.failedSinceMs ??= nowMs
    calls.failedLastMs = nowMs
    calls.failure = why
    calls.quotaSinceMs = undefined
  }
  const lied = (calls: Calls, why: string): void => {
    // An answer that was garbage is a failure, and was counted as one.
    if (calls.failures > 0) return
    const nowMs = runtime.monotonicMs()
    calls.passed = 0
    calls.lie = why
    const last = calls.untrue.at(-1)
    if (last !== undefined && nowMs - last < LYING_APART_MS) return
    calls.untrue.push(nowMs)
    if (calls.untrue.length > LYING_ANSWERS) calls.untrue.shift()
  }
  const wallMs = (monotonicMs: number): number => runtime.now() - (runtime.monotonicMs() - monotonicMs)
  /** Still suspected: lately, or already known to lie. */
  const isSuspect = ({ untrue }: Calls): boolean =>
    untrue.length >= LYING_ANSWERS || (untrue.length > 0 && runtime.monotonicMs() - untrue.at(-1)! <= LYING_WITHIN_MS)
  const isLiar = ({ untrue }: Calls): boolean =>
    untrue.length >= LYING_ANSWERS && untrue.at(-1)! - untrue.at(-LYING_ANSWERS)! <= LYING_WITHIN_MS

  return {
    tell({ type, host, error, reject }) {
      const calls = callsOf(host)
      if (type === 'rejected') {
        if (reject !== 'behind') lied(calls, error?.message ?? 'an answer failed a check')
        return
      }
      if (type !== 'request') return
      if (!error || ANSWERED.has(error.code)) answered(calls)
      else if (error.code === 'QUOTA_EXHAUSTED') {
        calls.quotaSinceMs ??= runtime.monotonicMs()
        calls.quota = error.message
      } else if (error.code === 'RATE_LIMITED') {
        calls.refusals += 1
        calls.refusedSinceMs ??= runtime.monotonicMs()
        calls.quota = error.message
      } else if (error.code !== 'WRONG_NETWORK' && !OWN.has(error.code)) failed(calls, error.message)
    },
    lied: (host, why) => lied(callsOf(host), `${host}: ${why}`),
    passed(host) {
      const calls = callsOf(host)
      calls.passed += 1
      if (calls.passed < HONEST_BLOCKS) return
      calls.passed = 0
      calls.untrue.shift()
    },
    finding({ host, setAside }) {
      const calls = callsOf(host)
      const nowMs = runtime.monotonicMs()
      if (setAside === 'wrong-network') {
        calls.wrongSinceMs ??= nowMs
        const sinceMs = wallMs(calls.wrongSinceMs)
        return { name: 'lying-endpoint', endpoint: host, sinceMs, because: `${host} is a node of another network` }
      }
      const isRefused = calls.refusedSinceMs !== undefined && nowMs - calls.refusedSinceMs >= REFUSED_AFTER_MS
      if (setAside === 'quota-exhausted' || calls.quotaSinceMs !== undefined || (isRefused && calls.refusals >= DEAD_FAILURES)) {
        const since = calls.quotaSinceMs ?? calls.refusedSinceMs ?? nowMs
        const because = `${host} refuses calls: ${calls.quota || 'its quota is used up'}`
        return { name: 'quota-exhausted', endpoint: host, sinceMs: wallMs(since), because }
      }
      if (isLiar(calls)) {
        const because = `${calls.untrue.length} answers of ${host} cannot be true, the last one: ${calls.lie}`
        return { name: 'lying-endpoint', endpoint: host, sinceMs: wallMs(calls.untrue[0]!), because }
      }
      const { failedSinceMs, failures } = calls
      if (failedSinceMs !== undefined && failures >= DEAD_FAILURES && calls.failedLastMs - failedSinceMs >= DEAD_AFTER_MS) {
        const because = `${failures} calls to ${host} failed in a row, for ${inWords(nowMs - failedSinceMs)}: ${calls.failure}`
        return { name: 'dead-endpoint', endpoint: host, sinceMs: wallMs(failedSinceMs), because }
      }
      return undefined
    },
    troubledSince(host) {
      const { failedSinceMs, quotaSinceMs, refusedSinceMs } = callsOf(host)
      return failedSinceMs ?? quotaSinceMs ?? refusedSinceMs
    },
    suspectedSince(host) {
      const calls = callsOf(host)
      return isSuspect(calls) ? calls.untrue[0] : undefined
    },
  }
}
