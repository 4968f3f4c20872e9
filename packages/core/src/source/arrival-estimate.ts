/** What was learned of the newest block. All instants are of the clock that only goes forward, and of when polls were sent. */
export interface Arrival {
  /** How many blocks it is above the one before. Undefined for the first. */
  readonly blocks: number | undefined
  readonly blockTimeMs: number
  /** A poll then did not show it. */
  readonly afterMs: number | undefined
  /** A poll then did. */
  readonly untilMs: number
  /** By how much its timestamp is above the last one's. */
  readonly gapMs: { readonly ms: number; readonly precisionMs: number } | undefined
  /** Polls that missed it. */
  readonly misses: number
}

/** When the newest block became visible, and how sure that is. */
export interface ArrivalEstimate {
  seen(arrival: Arrival): void
  /** When to poll for the next block. */
  dueMs(blockTimeMs: number): number
  /** Standard deviation of the instant at which the next block is expected. */
  readonly uncertaintyMs: number
}

/** The share of polls that may miss: with their repetitions it leaves room below 1.2 polls a block. */
const MISS_SHARE = 0.15
/** The quantile of a normal distribution above which that share lies. */
const AIM = 1.04
/** How fast the assumed irregularity follows what is observed. */
const LEARNING = 0.1
/** Of a block time. */
const LEAST_IRREGULARITY = 0.004
const MOST_IRREGULARITY = 0.35
const FIRST_IRREGULARITY = 0.03

/**
 * Follows the instants at which blocks become visible by what polls tell of them: not before the last poll that missed, not after the
 * one that hit. A normal distribution that is cut at those bounds becomes the next normal distribution (assumed density filtering). How
 * irregular blocks are is learned from how often polls miss.
 */
export function createArrivalEstimate(): ArrivalEstimate {
  let meanMs = 0
  let varianceMs2 = 0
  let irregularity = FIRST_IRREGULARITY
  let blockTime = 0
  let known = false

  const stepVariance = (): number => (irregularity * blockTime) ** 2

  return {
    get uncertaintyMs() {
      return Math.sqrt(varianceMs2 + stepVariance())
    },
    dueMs: (blockTimeMs) => meanMs + blockTimeMs + AIM * Math.sqrt(varianceMs2 + stepVariance()),
    seen({ blocks, blockTimeMs, afterMs, untilMs, gapMs, misses }) {
      blockTime = blockTimeMs
      const predictedMs = meanMs + (blocks ?? 1) * blockTimeMs
      // The first block, a halt, a burst, a reorg: what was predicted says nothing.
      const isLost = !known || blocks === undefined || blocks > 8 || Math.abs(untilMs - predictedMs) > 1.5 * blockTimeMs
      if (isLost) {
        known = true
        // Anywhere since the last miss, or within the last block time.
        const widthMs = Math.min(blockTimeMs, afterMs === undefined ? Number.POSITIVE_INFINITY : untilMs - afterMs)
        meanMs = untilMs - widthMs / 2
        varianceMs2 = widthMs ** 2 / 12
        return
      }
      irregularity = clamp(
        irregularity * Math.exp(LEARNING * ((misses > 0 ? 1 : 0) - MISS_SHARE)),
        LEAST_IRREGULARITY,
        MOST_IRREGULARITY,
      )
      const assumedMs2 = blocks * stepVariance()
      // The gap as it was assumed and as timestamps tell it, each by how sure it is. Two roundings make a sixth of their square.
      const toldMs2 = gapMs ? gapMs.precisionMs ** 2 / 6 : Number.POSITIVE_INFINITY
      const trust = gapMs ? assumedMs2 / (assumedMs2 + toldMs2) : 0
      const priorMs = predictedMs + (gapMs ? trust * (gapMs.ms - blocks * blockTimeMs) : 0)
      const priorMs2 = varianceMs2 + assumedMs2 * (1 - trust)
      const cut = cutNormal(priorMs, Math.sqrt(Math.max(priorMs2, 1e-6)), afterMs ?? Number.NEGATIVE_INFINITY, untilMs)
      meanMs = cut.mean
      varianceMs2 = cut.variance
    },
  }
}

/** Mean and variance of a normal distribution between two bounds. */
function cutNormal(
  mean: number,
  deviation: number,
  low: number,
  high: number,
): { readonly mean: number; readonly variance: number } {
  const a = (low - mean) / deviation
  const b = (high - mean) / deviation
  const mass = distribution(b) - distribution(a)
  // Far outside of what was expected the tails hold nothing that could be divided by: the nearer bound is all that is known.
  if (mass < 1e-4) {
    const width = Number.isFinite(high - low) ? high - low : deviation
    return { mean: b < 0 ? high - Math.min(width / 2, deviation / 4) : low + width / 2, variance: (width / 4) ** 2 }
  }
  const densityA = density(a)
  const densityB = density(b)
  const shift = (densityA - densityB) / mass
  const spread = 1 + ((Number.isFinite(a) ? a * densityA : 0) - (Number.isFinite(b) ? b * densityB : 0)) / mass - shift ** 2
  return { mean: mean + deviation * shift, variance: deviation ** 2 * Math.max(spread, 1e-4) }
}

function density(x: number): number {
  return Number.isFinite(x) ? Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI) : 0
}

/** Abramowitz and Stegun 7.1.26; the error is below 2e-7. */
function distribution(x: number): number {
  if (!Number.isFinite(x)) return x > 0 ? 1 : 0
  const z = Math.abs(x) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * z)
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const half = 1 - tail * Math.exp(-(z ** 2))
  return x >= 0 ? (1 + half) / 2 : (1 - half) / 2
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
