const RETRY_REFUSED_MS = 10 * 60_000
const SUCCESSES_BEFORE_CEILING_MOVES = 50

/** How many calls one HTTP request to an endpoint may hold, learned from what it accepts. */
export interface BatchSize {
  limit(nowMs: number): number
  /** A batch of this many calls was answered. */
  accepted(count: number): void
  /** A batch of this many calls was too large, or its answer was. */
  tooLarge(count: number): void
  /** The endpoint takes no batches at all. Asked again after ten minutes. */
  refused(nowMs: number): void
}

/** Starts at `initial`, grows by a quarter while full batches succeed, halves when one is too large, and grows again slowly. */
export function createBatchSize(initial: number, max: number): BatchSize {
  let size = Math.max(1, Math.min(initial, max))
  let ceiling = max
  let successesAtCeiling = 0
  let refusedUntilMs: number | undefined
  return {
    limit(nowMs) {
      if (refusedUntilMs !== undefined) {
        if (nowMs < refusedUntilMs) return 1
        refusedUntilMs = undefined
        size = Math.min(2, max)
      }
      return Math.floor(size)
    },
    accepted(count) {
      if (count < Math.floor(size)) return
      if (size < ceiling) {
        size = Math.min(ceiling, size + Math.max(1, size / 4))
        return
      }
      if (ceiling < max && ++successesAtCeiling >= SUCCESSES_BEFORE_CEILING_MOVES) {
        ceiling = Math.min(max, ceiling + Math.max(1, Math.floor(ceiling / 8)))
        successesAtCeiling = 0
      }
    },
    tooLarge(count) {
      ceiling = Math.max(1, Math.min(ceiling, count - 1))
      size = Math.max(1, Math.min(size, Math.floor(count / 2)))
      successesAtCeiling = 0
    },
    refused(nowMs) {
      refusedUntilMs = nowMs + RETRY_REFUSED_MS
      size = 1
    },
  }
}
