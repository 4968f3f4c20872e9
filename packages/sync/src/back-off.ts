import { DefimonError, type ErrorCode, type Runtime } from '@defimon/core'

const FIRST_MS = 500
const LONGEST_MS = 60_000
/** What no retry will mend soon (wrong chain, pruned history) is asked again rarely. */
const LONGEST_PERMANENT_MS = 600_000
/** One endpoint shows another chain than the stored one: as soon as another answers, it goes on. */
const DISPUTED: ReadonlySet<ErrorCode> = new Set(['REORG_TOO_DEEP', 'CONTRADICTION'])

/** Waits longer after every failure in a row, with jitter so that networks do not retry in step. */
export interface BackOff {
  /** Resolves after the pause that this failure calls for. Rejects when aborted. */
  wait(error: unknown, signal: AbortSignal): Promise<void>
  /** Something worked: the next failure starts small again. */
  reset(): void
}

/** A back-off of 0.5 s, doubling to one minute, or to ten where the error is not retryable. */
export function createBackOff(runtime: Runtime): BackOff {
  let failures = 0
  return {
    async wait(error, signal) {
      const known = DefimonError.isInstance(error) ? error : undefined
      const longest = known && !known.retryable && !DISPUTED.has(known.code) ? LONGEST_PERMANENT_MS : LONGEST_MS
      const pause = Math.min(longest, FIRST_MS * 2 ** Math.min(failures, 20))
      failures += 1
      const jittered = pause * (0.5 + runtime.random() / 2)
      await runtime.sleep(Math.max(jittered, known?.retryAfterMs ?? 0), signal)
    },
    reset() {
      failures = 0
    },
  }
}
