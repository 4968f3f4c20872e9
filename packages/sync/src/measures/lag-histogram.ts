/** Buckets for each doubling: a quantile is at most 9 % above the lag that it stands for. */
const BUCKETS_PER_DOUBLING = 8

/** How long something took, of many blocks, in a form that can be merged and kept as JSON. */
export interface LagHistogram {
  /** Blocks in all, and those for which the evidence names its blocks exactly. */
  readonly count: number
  readonly exactCount: number
  readonly maxMs: number
  /** Bucket → blocks. Bucket b holds lags above 2^((b-1)/8) ms and up to 2^(b/8) ms; bucket 0 holds all up to 1 ms. */
  readonly buckets: Readonly<Record<number, number>>
}

/** Of no block. */
export const EMPTY_LAG: LagHistogram = { count: 0, exactCount: 0, maxMs: 0, buckets: {} }

/** One more observation. A negative lag (clocks differ) counts as none. */
export function addLag(histogram: LagHistogram, lagMs: number, exact: boolean): LagHistogram {
  return mergeLags(histogram, lagsOf([lagMs], exact))
}

/** The histogram of these observations. */
export function lagsOf(lagsMs: readonly number[], exact: boolean): LagHistogram {
  const buckets: Record<number, number> = {}
  let maxMs = 0
  for (const lagMs of lagsMs) {
    const bucket = lagMs <= 1 ? 0 : Math.ceil(Math.log2(lagMs) * BUCKETS_PER_DOUBLING - 1e-9)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
    if (lagMs > maxMs) maxMs = lagMs
  }
  return { count: lagsMs.length, exactCount: exact ? lagsMs.length : 0, maxMs, buckets }
}

/** Both together, as if all had been observed by one. */
export function mergeLags(one: LagHistogram, other: LagHistogram): LagHistogram {
  const buckets: Record<number, number> = { ...one.buckets }
  for (const [bucket, count] of Object.entries(other.buckets)) buckets[Number(bucket)] = (buckets[Number(bucket)] ?? 0) + count
  return {
    count: one.count + other.count,
    exactCount: one.exactCount + other.exactCount,
    maxMs: Math.max(one.maxMs, other.maxMs),
    buckets,
  }
}

/** The lag that this share of blocks does not exceed, ms: at most 9 % too high, never above the longest. Undefined of no block. */
export function lagQuantile(histogram: LagHistogram, share: number): number | undefined {
  if (histogram.count === 0) return undefined
  const rank = Math.max(1, Math.ceil(share * histogram.count))
  let seen = 0
  // Keys that are whole numbers come in ascending order.
  for (const [bucket, count] of Object.entries(histogram.buckets)) {
    seen += count
    if (seen >= rank) return Math.min(histogram.maxMs, 2 ** (Number(bucket) / BUCKETS_PER_DOUBLING))
  }
  return histogram.maxMs
}

/** p50, p95, the longest, and the share of blocks whose evidence is exact. Undefined of no block. */
export function summarizeLag(
  histogram: LagHistogram,
): { readonly p50Ms: number; readonly p95Ms: number; readonly maxMs: number; readonly exactShare: number } | undefined {
  const p50Ms = lagQuantile(histogram, 0.5)
  const p95Ms = lagQuantile(histogram, 0.95)
  if (p50Ms === undefined || p95Ms === undefined) return undefined
  return { p50Ms, p95Ms, maxMs: histogram.maxMs, exactShare: histogram.exactCount / histogram.count }
}
