import type { EndpointHealth } from '@defimon/core'

/** What keeps a backfill from being faster. */
export type Bound = 'rate limit' | 'requestsPerHour' | 'latency'

/** How long calls take, and why. */
export interface HoursEstimate {
  readonly hours: number
  readonly boundBy: Bound
}

/** HTTP requests that a transport has under way to one endpoint. */
const CONCURRENT_REQUESTS = 8
/** Of an hour's budget: what a backfill may use at once, and what comes evenly in each hour (`requestsPerHour` of the transport). */
const BUDGET_AT_ONCE = 0.05
const BUDGET_PER_HOUR = 0.9

/** What is known of the pace. */
export interface PaceOptions {
  readonly calls: number
  /** The endpoint that answered. */
  readonly endpoint: EndpointHealth | undefined
  /** Whether its rate was declared, or learned from refusals; else it is only where a search stood. */
  readonly isRateKnown: boolean
  readonly latencyMs: number
  readonly requestsPerHour: number | undefined
}

/** The longest of what the rate, the budget and the latency ask for. Without a known rate it is the best case. */
export function estimateHours({ calls, endpoint, isRateKnown, latencyMs, requestsPerHour }: PaceOptions): HoursEstimate {
  const requests = calls / Math.max(1, endpoint?.maxBatch ?? 1)
  let longest: HoursEstimate = { hours: (requests * latencyMs) / CONCURRENT_REQUESTS / 3_600_000, boundBy: 'latency' }
  const consider = (hours: number, boundBy: Bound): void => {
    if (hours > longest.hours) longest = { hours, boundBy }
  }
  if (endpoint && isRateKnown) consider(calls / endpoint.requestsPerSecond / 3600, 'rate limit')
  if (requestsPerHour !== undefined) {
    consider(Math.max(0, calls - BUDGET_AT_ONCE * requestsPerHour) / (BUDGET_PER_HOUR * requestsPerHour), 'requestsPerHour')
  }
  return longest
}
