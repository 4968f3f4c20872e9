import type { Runtime } from '../contract/runtime.ts'
import type { RequestOptions } from '../contract/transport.ts'

/** How many calls a network may cost. */
export interface RequestBudget {
  /** Waits until one more call is within the budget. Rejects with the signal's reason. */
  take(priority: RequestOptions['priority'], signal: AbortSignal): Promise<void>
}

/** What may be used at once, as a share of the hour. The rest comes evenly, so that no hour has more than the budget. */
const BURST_SHARE = 0.1
/** Of the burst, what backfill leaves to whoever follows the head. */
const HEAD_SHARE = 0.5
const HOUR_MS = 3_600_000

/**
 * A budget of calls an hour, whichever endpoint answers them; repeated calls count again. In any hour at most `callsPerHour` go out.
 * Where they run short, backfill waits before the head does.
 */
export function createRequestBudget(callsPerHour: number, runtime: Runtime): RequestBudget {
  const capacity = Math.max(1, callsPerHour * BURST_SHARE)
  const perMs = Math.max(callsPerHour - capacity, callsPerHour * BURST_SHARE) / HOUR_MS
  let tokens = capacity
  let filledMs = runtime.monotonicMs()

  return {
    async take(priority, signal) {
      const reserve = priority === 'head' ? 0 : capacity * HEAD_SHARE
      for (;;) {
        signal.throwIfAborted()
        const nowMs = runtime.monotonicMs()
        tokens = Math.min(capacity, tokens + (nowMs - filledMs) * perMs)
        filledMs = nowMs
        const missing = 1 + Math.min(reserve, capacity - 1) - tokens
        if (missing <= 1e-9) {
          tokens -= 1
          return
        }
        await runtime.sleep(missing / perMs, signal)
      }
    },
  }
}
