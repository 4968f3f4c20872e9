/** What a breaker reacts to. */
export interface BreakerOptions {
  /** How many of the last requests are looked at. Default 20. */
  readonly window?: number
  /** Requests older than this are forgotten. Default 60 s. */
  readonly windowMs?: number
  /** No verdict on fewer requests than this. Default 5. */
  readonly minRequests?: number
  /** Opens at this share of failures. Default 0.5. */
  readonly errorRate?: number
  /** How long it stays open the first time; doubled while the probes fail. Default 2 s. */
  readonly openMs?: number
  /** Default 60 s. */
  readonly maxOpenMs?: number
  /** In [0, 1); spreads the probes of many networks. */
  readonly random: () => number
}

/** Keeps calls from an endpoint that fails. Closed: all pass. Open: none. Half-open: one, whose outcome decides. */
export interface Breaker {
  state(nowMs: number): 'closed' | 'open' | 'half-open'
  /** Share of failed requests in the window, 0 to 1. */
  errorRate(nowMs: number): number
  /** Whether a call would pass now. */
  wouldPass(nowMs: number): boolean
  /** Lets one call pass. In half-open it takes the only place, until `record` or `release`. */
  tryEnter(nowMs: number): boolean
  /** The outcome of one HTTP request. */
  record(failed: boolean, nowMs: number): void
  /** The call that entered ended without a verdict on the endpoint. */
  release(): void
  /** 0 unless open. */
  retryInMs(nowMs: number): number
}

/** Makes a closed breaker. It reads no clock: every call brings the time. */
export function createBreaker(options: BreakerOptions): Breaker {
  const { window = 20, windowMs = 60_000, minRequests = 5, errorRate: limit = 0.5, openMs = 2_000, maxOpenMs = 60_000 } = options
  let outcomes: { readonly failed: boolean; readonly atMs: number }[] = []
  let openUntilMs: number | undefined
  let openings = 0
  let probing = false

  const errorRate = (nowMs: number): number => {
    let total = 0
    let failed = 0
    for (const outcome of outcomes) {
      if (nowMs - outcome.atMs > windowMs) continue
      total++
      if (outcome.failed) failed++
    }
    return total === 0 ? 0 : failed / total
  }
  const open = (nowMs: number): void => {
    const fullMs = Math.min(maxOpenMs, openMs * 2 ** openings)
    openUntilMs = nowMs + fullMs * (0.75 + options.random() / 4)
    openings++
    probing = false
  }
  const state = (nowMs: number): 'closed' | 'open' | 'half-open' => {
    if (openUntilMs === undefined) return 'closed'
    return nowMs < openUntilMs ? 'open' : 'half-open'
  }
  const wouldPass = (nowMs: number): boolean => {
    const current = state(nowMs)
    return current === 'closed' || (current === 'half-open' && !probing)
  }
  return {
    state,
    errorRate,
    wouldPass,
    tryEnter(nowMs) {
      if (!wouldPass(nowMs)) return false
      if (openUntilMs !== undefined) probing = true
      return true
    },
    record(failed, nowMs) {
      const current = state(nowMs)
      // What was under way when it opened says nothing new.
      if (current === 'open') return
      if (current === 'half-open') {
        if (!probing) return
        if (failed) return open(nowMs)
        openUntilMs = undefined
        openings = 0
        probing = false
        outcomes = []
      }
      outcomes.push({ failed, atMs: nowMs })
      if (outcomes.length > window) outcomes.shift()
      if (!failed) return
      const recent = outcomes.filter((outcome) => nowMs - outcome.atMs <= windowMs)
      if (recent.length >= minRequests && errorRate(nowMs) >= limit) open(nowMs)
    },
    release() {
      probing = false
    },
    retryInMs: (nowMs) => Math.max(0, (openUntilMs ?? nowMs) - nowMs),
  }
}
