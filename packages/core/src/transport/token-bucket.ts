/** What a bucket starts with. */
export interface TokenBucketOptions {
  /** Where the rate starts, and what it never exceeds. Absent: unlimited until the endpoint refuses. */
  readonly callsPerSecond?: number | undefined
  readonly nowMs: number
}

/** Paces the calls to one endpoint at a rate that is learned from its refusals. Counts calls, not HTTP requests. */
export interface TokenBucket {
  /** The learned rate. `Infinity` while nothing is known. */
  readonly callsPerSecond: number
  /** How long until `count` calls may go. 0: now. */
  waitMs(count: number, nowMs: number): number
  take(count: number, nowMs: number): void
  accepted(count: number, nowMs: number): void
  /** Calls sent at `sentMs` were refused. */
  refused(count: number, sentMs: number, nowMs: number, retryAfterMs?: number): void
}

/** Makes a bucket. It reads no clock: every call brings the time. */
export function createTokenBucket(options: TokenBucketOptions): TokenBucket {
  let rate = options.callsPerSecond ?? Number.POSITIVE_INFINITY
  let pausedUntilMs = 0
  return {
    get callsPerSecond() {
      return rate
    },
    waitMs: (_count, nowMs) => Math.max(0, pausedUntilMs - nowMs),
    take() {},
    accepted() {},
    refused(_count, _sentMs, nowMs, retryAfterMs = 1000) {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs + retryAfterMs)
      if (rate === Number.POSITIVE_INFINITY) rate = 100
    },
  }
}
