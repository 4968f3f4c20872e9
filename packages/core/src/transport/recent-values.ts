const REFRESH_EVERY = 8

/** The last few values of a measure, and their percentiles. */
export interface RecentValues {
  readonly count: number
  add(value: number): void
  /** `share` of the values are at most this. Undefined while there are none. */
  percentile(share: number): number | undefined
}

/** Keeps the last `capacity` values. The order is renewed every few additions, so asking is cheap. */
export function createRecentValues(capacity = 64): RecentValues {
  const values: number[] = []
  let next = 0
  let stale = 0
  let sorted: number[] = []
  return {
    get count() {
      return values.length
    },
    add(value) {
      values[next] = value
      next = (next + 1) % capacity
      stale++
    },
    percentile(share) {
      if (stale > 0 && (stale >= REFRESH_EVERY || sorted.length < REFRESH_EVERY)) {
        sorted = [...values].sort((a, b) => a - b)
        stale = 0
      }
      return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
    },
  }
}
