/** Where an endpoint of which nothing is known starts, and how many calls it gets at once. */
const FIRST_CALLS_PER_SECOND = 100
const FIRST_BURST = 16
const MIN_CALLS_PER_SECOND = 0.2
/** From here on the pace of calls is not what holds anything back. */
const UNLIMITED_CALLS_PER_SECOND = 50_000

/** Calls that pile up while the process is busy may go at once, up to this much of a second. */
const BURST_SECONDS = 0.05
/** The same, where calls were told to wait and came later than that. */
const LATE_SECONDS = 0.25
/** A paced request holds at most this much of a second's calls; larger ones would not fit the windows that servers count in. */
const BATCH_SECONDS = 0.02
/** A block and its receipts go together unless the endpoint has shown to be strict. */
const MIN_BATCH = 4
/** Where answers take long, requests hold more, so that this many under way carry the rate. */
const REQUESTS_PER_ROUND_TRIP = 6

/** Before the first refusal the rate grows by half per step, but calls under way stay a small share of those that were accepted. */
const SEARCH_STEP_MS = 100
const SEARCH_FACTOR = 1.5
const SEARCH_IN_FLIGHT = 8
const SEARCH_IN_FLIGHT_SHARE = 0.05

/** Below the limit that was measured, and below the rate that was refused. */
const MARGIN = 0.995
const STEP_DOWN = 0.985
const SHARPEST_STEP_DOWN = 0.5
const FIRST_DISPROOF = 0.02
/** Servers that count, count in seconds. A rate that held for longer than that is one that they allow. */
const WINDOW_MS = 1000
const PROVEN_AFTER_MS = 1200
/** A rate above this share of another is the same rate. */
const UNGROWN = 0.9995

/** After the first refusals the limit is known roughly and is approached at once; later the rate stands still, longer each time. */
const FIRST_HOLD_MS = 1000
const SECOND_HOLD_MS = 3000
const HOLD_MS = 3 * 60_000
const MAX_HOLD_MS = 10 * 60_000
/** The first measure lies between two bounds; the way from one to the other takes so many seconds. */
const BRACKET_SECONDS = 4
const APPROACH_PER_SECOND = 0.03
const FIRST_GROWTH_PER_SECOND = 0.0005
const MAX_GROWTH_PER_SECOND = 0.05
const GROWTH_DOUBLES_MS = 10_000

/**
 * A rate that was learned and is far below what the endpoint took in some second of the last minutes, or that hardly any endpoint has, may
 * come from refusals that keep to no rate. It is left soon, and fast.
 */
const RECOVERY_SHARE = 0.3
const LEAST_LIKELY_CALLS_PER_SECOND = 5
const BEST_SECOND_MS = 10 * 60_000
const FIRST_RECOVERY_HOLD_MS = 1000
const MAX_RECOVERY_HOLD_MS = 30_000
const RECOVERY_GROWTH_PER_SECOND = 1

const FIRST_PAUSE_MS = 500
const MAX_PAUSE_MS = 60_000

/** What a bucket starts with. */
export interface TokenBucketOptions {
  /** Where the rate starts, and what it never exceeds. Absent: searched for. */
  readonly callsPerSecond?: number | undefined
  readonly nowMs: number
}

/** Paces the calls to one endpoint at a rate that is learned from its refusals. Counts calls, not HTTP requests. */
export interface TokenBucket {
  /** The learned rate. `Infinity` where the endpoint was never the one to hold back. */
  readonly callsPerSecond: number
  /** Most calls that one request should hold at this rate. */
  readonly maxBatch: number
  /** How long until `count` calls may go. 0: now. */
  waitMs(count: number, nowMs: number): number
  take(count: number, nowMs: number): void
  /** Calls sent at `sentMs` were answered, whatever the answer was. */
  accepted(count: number, sentMs: number, nowMs: number): void
  /** Calls sent at `sentMs` were refused for their rate. */
  refused(count: number, sentMs: number, nowMs: number, retryAfterMs?: number): void
}

/**
 * Makes a bucket. It reads no clock: every call brings the time.
 *
 * The limit is measured: between two refusals of a server that counts in a token bucket, the calls that it accepted divided by the
 * time are its rate, whatever its burst; a server that counts in seconds accepts just its limit in the second of the first refusal.
 */
export function createTokenBucket(options: TokenBucketOptions): TokenBucket {
  const cap = options.callsPerSecond ?? Number.POSITIVE_INFINITY
  let rate = options.callsPerSecond ?? FIRST_CALLS_PER_SECOND
  let tokens = Math.max(FIRST_BURST, rate * BURST_SECONDS)
  let filledMs = options.nowMs
  let pausedUntilMs = Number.NEGATIVE_INFINITY
  let searching = options.callsPerSecond === undefined
  /** Whether calls had to wait since the rate last changed: only then does success speak for a higher rate. */
  let heldBack = false
  /** Whether the next call was told to wait. */
  let wasTold = false
  let changedMs = options.nowMs
  let acceptedInAll = 0
  let roundTripMs = 0
  /** Start of the time in which the rate was used in full, and what was accepted since. */
  let measuredFromMs = options.nowMs
  let accepted = 0
  let refusals = 0
  let bracket = 0
  /** Rates and when they began, since the last refusal. */
  let steps: { readonly fromMs: number; readonly rate: number }[] = []
  /** The highest rate that held for more than a server's window. */
  let provenRate = 0
  let disproofs = 0
  let lastRefusedMs = Number.NEGATIVE_INFINITY
  let holdUntilMs = 0
  let refusedInRow = 0
  /** When calls last had to wait for the rate: a refusal long after that says nothing of the rate. */
  let heldMs = Number.NEGATIVE_INFINITY
  /** The second that is counted, and the most that was accepted in one lately. */
  let second = { fromMs: options.nowMs, accepted: 0 }
  let best = { accepted: 0, atMs: options.nowMs }
  /** Refusals in a row at rates that are to be left soon. */
  let recoveries = 0

  const count = (calls: number, nowMs: number): void => {
    if (nowMs - second.fromMs >= WINDOW_MS) second = { fromMs: nowMs, accepted: 0 }
    second.accepted += calls
    if (second.accepted >= best.accepted || nowMs - best.atMs > BEST_SECOND_MS) best = { accepted: second.accepted, atMs: nowMs }
  }
  /** Up to here a learned rate is not kept for long. */
  const recoveredRate = (): number => Math.min(cap, Math.max(RECOVERY_SHARE * best.accepted, LEAST_LIKELY_CALLS_PER_SECOND))

  const capacity = (): number => Math.max(1, rate * Math.max(BURST_SECONDS, roundTripMs / 1000 / REQUESTS_PER_ROUND_TRIP))
  /** Calls that waited their turn and were woken late lose nothing by it. */
  const mostTokens = (): number => (wasTold ? Math.max(capacity(), rate * LATE_SECONDS) : capacity())

  const fill = (nowMs: number): void => {
    const fromMs = Math.max(filledMs, pausedUntilMs)
    if (nowMs <= fromMs) return
    const full = Math.max(tokens, mostTokens())
    tokens = Math.min(full, tokens + ((nowMs - fromMs) / 1000) * rate)
    filledMs = nowMs
    if (tokens < full || heldBack || wasTold) return
    // Nobody used the rate to its end: what was accepted meanwhile says nothing of the limit.
    measuredFromMs = nowMs
    accepted = 0
  }

  const growthPerSecond = (nowMs: number): number => {
    if (rate < recoveredRate()) return RECOVERY_GROWTH_PER_SECOND * rate
    if (refusals === 1) return bracket / BRACKET_SECONDS
    if (refusals === 2 && provenRate === 0) return APPROACH_PER_SECOND * rate
    return rate * Math.min(MAX_GROWTH_PER_SECOND, FIRST_GROWTH_PER_SECOND * 2 ** ((nowMs - holdUntilMs) / GROWTH_DOUBLES_MS))
  }

  const grow = (nowMs: number): void => {
    if (!heldBack || rate >= cap || rate === Number.POSITIVE_INFINITY) return
    if (searching) {
      if (nowMs - changedMs < SEARCH_STEP_MS) return
      const bound = (SEARCH_IN_FLIGHT + SEARCH_IN_FLIGHT_SHARE * acceptedInAll) / (Math.max(1, roundTripMs) / 1000)
      rate = Math.max(rate, Math.min(rate * SEARCH_FACTOR, bound))
    } else {
      if (nowMs < holdUntilMs) return
      const seconds = Math.min(nowMs - Math.max(changedMs, holdUntilMs), 1000) / 1000
      rate += growthPerSecond(nowMs) * seconds
      if (steps.length === 0 || nowMs - steps.at(-1)!.fromMs >= 100) steps.push({ fromMs: nowMs, rate })
      if (steps.length > 64) steps.shift()
    }
    rate = Math.min(rate, cap)
    if (rate > UNLIMITED_CALLS_PER_SECOND && cap === Number.POSITIVE_INFINITY) rate = Number.POSITIVE_INFINITY
    changedMs = nowMs
    heldBack = false
  }

  return {
    get callsPerSecond() {
      return rate
    },
    get maxBatch() {
      const seconds = Math.max(BATCH_SECONDS, roundTripMs / 1000 / REQUESTS_PER_ROUND_TRIP)
      return Math.max(refusals === 0 ? MIN_BATCH : 1, Math.floor(rate * (searching ? BURST_SECONDS : seconds)))
    },
    waitMs(count, nowMs) {
      if (nowMs < pausedUntilMs) {
        wasTold = true
        return pausedUntilMs - nowMs
      }
      if (rate === Number.POSITIVE_INFINITY) return 0
      fill(nowMs)
      const missing = Math.min(count, capacity()) - tokens
      if (missing <= 1e-9) return 0
      heldBack = true
      wasTold = true
      heldMs = nowMs
      return (missing / rate) * 1000
    },
    take(count, nowMs) {
      fill(nowMs)
      if (rate !== Number.POSITIVE_INFINITY) tokens -= count
      wasTold = false
    },
    accepted(calls, sentMs, nowMs) {
      accepted += calls
      acceptedInAll += calls
      count(calls, nowMs)
      if (sentMs > lastRefusedMs) refusedInRow = 0
      roundTripMs = roundTripMs === 0 ? nowMs - sentMs : 0.8 * roundTripMs + 0.2 * (nowMs - sentMs)
      grow(nowMs)
    },
    refused(_count, sentMs, nowMs, retryAfterMs) {
      const pauseMs = retryAfterMs ?? Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** refusedInRow)
      pausedUntilMs = Math.max(pausedUntilMs, nowMs + Math.min(pauseMs, 10 * MAX_PAUSE_MS))
      // Calls that were under way at the last refusal teach nothing new.
      if (sentMs <= lastRefusedMs) return
      if (rate !== Number.POSITIVE_INFINITY && sentMs - heldMs > WINDOW_MS) {
        // The rate held nobody back: what was refused is not this rate. What comes next is paced, and then teaches.
        refusedInRow++
        lastRefusedMs = nowMs
        tokens = Math.min(tokens, 1)
        return
      }
      const elapsedMs = Math.max(nowMs - measuredFromMs, 1)
      const measured = (accepted / Math.max(elapsedMs, WINDOW_MS)) * 1000
      const before = rate === Number.POSITIVE_INFINITY ? measured / STEP_DOWN : rate
      if (before > provenRate) {
        disproofs = 0
        // A rate that held for longer than a window and is refused now without having grown was carried by a burst: a pause fills a
        // bucket again.
        const held = steps.findLast((step) => nowMs - step.fromMs >= PROVEN_AFTER_MS)
        if (held && held.rate < UNGROWN * before) provenRate = Math.max(provenRate, held.rate)
      } else {
        // What was proven and is refused now was a burst, or the limit has fallen.
        provenRate = [provenRate * (1 - FIRST_DISPROOF), (provenRate + measured) / 2][disproofs] ?? 0
        disproofs++
      }
      const target = Math.min(MARGIN * Math.max(measured, provenRate), STEP_DOWN * before)
      // Where nothing was accepted, nothing was measured.
      const floor = accepted === 0 || refusals > 0 ? SHARPEST_STEP_DOWN * before : 0
      rate = Math.min(cap, Math.max(MIN_CALLS_PER_SECOND, floor, target))
      bracket = Math.max(0, (accepted / elapsedMs) * 1000 - rate)
      searching = false
      const settledMs = HOLD_MS * (disproofs > 0 ? 1 : 2 ** Math.max(0, refusals - 2))
      const holdMs = refusals === 0 ? FIRST_HOLD_MS : refusals === 1 && provenRate === 0 ? SECOND_HOLD_MS : settledMs
      // After a clean stretch the rate is one that the endpoint has.
      recoveries = nowMs - lastRefusedMs > 2 * MAX_RECOVERY_HOLD_MS ? 0 : recoveries + 1
      const recoveryMs = Math.min(MAX_RECOVERY_HOLD_MS, FIRST_RECOVERY_HOLD_MS * 2 ** recoveries)
      holdUntilMs = pausedUntilMs + Math.min(MAX_HOLD_MS, holdMs, rate < recoveredRate() ? recoveryMs : Number.POSITIVE_INFINITY)
      refusals++
      refusedInRow++
      lastRefusedMs = nowMs
      measuredFromMs = nowMs
      accepted = 0
      tokens = Math.max(0, Math.min(tokens, capacity(), 1))
      steps = [{ fromMs: pausedUntilMs, rate }]
      changedMs = nowMs
      heldBack = false
    },
  }
}
