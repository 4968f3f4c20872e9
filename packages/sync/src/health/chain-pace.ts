import {
  PROBE_BLOCK_TIMES,
  PROBE_LEAST_MS,
  PROBE_MOST_MS,
  QUIET_BLOCK_TIMES,
  QUIET_GAPS,
  QUIET_LEAST_MS,
  QUIET_MEAN_GAPS,
} from './finding-times.ts'

/** What of a block tells a pace. */
export interface PacedBlock {
  readonly number: number
  readonly timestampMs: number
}

/** How fast a chain makes blocks, as its followed blocks tell. */
export interface ChainPace {
  /** A followed block was stored. */
  stored(block: PacedBlock): void
  /** Whether too few blocks were seen to know how long its gaps get. */
  readonly isUnknown: boolean
  /** A block from before the first one that was stored: it tells the mean gap, until more is known. */
  learn(older: PacedBlock): void
  /** After so long without a block the network is quiet. */
  readonly quietAfterMs: number
  /** How often an endpoint is asked for its head that nobody asked otherwise. */
  readonly probeEveryMs: number
  /** Time for each height: heights may have no block. */
  readonly heightMs: number
}

const REMEMBERED = 256
/** Fewer gaps say nothing of how long they get. */
const LEAST_GAPS = 20
const RARE = 0.95

/** The pace of a chain whose block time is known, until its blocks tell better. */
export function createChainPace(blockTimeMs: number): ChainPace {
  const recent: PacedBlock[] = []
  let meanGapMs = 0
  let sorted: readonly number[] | undefined

  const gaps = (): readonly number[] => {
    sorted ??= recent
      .slice(1)
      .map(({ timestampMs }, index) => Math.max(0, timestampMs - recent[index]!.timestampMs))
      .sort((a, b) => a - b)
    return sorted
  }
  /** The gap that this share of gaps does not exceed; one extreme among twenty is left out. */
  const gapOf = (share: number): number => (gaps().length < LEAST_GAPS ? 0 : gaps()[Math.floor(share * (gaps().length - 1))]!)

  return {
    stored({ number, timestampMs }) {
      const last = recent.at(-1)
      if (last && number <= last.number) recent.length = 0
      recent.push({ number, timestampMs })
      if (recent.length > REMEMBERED) recent.shift()
      sorted = undefined
    },
    get isUnknown() {
      return recent.length > 0 && recent.length <= LEAST_GAPS
    },
    learn({ number, timestampMs }) {
      const first = recent[0]
      if (first && first.number > number) meanGapMs = (first.timestampMs - timestampMs) / (first.number - number)
    },
    get quietAfterMs() {
      const longMs = recent.length > LEAST_GAPS ? QUIET_GAPS * gapOf(RARE) : QUIET_MEAN_GAPS * meanGapMs
      return Math.max(QUIET_LEAST_MS, QUIET_BLOCK_TIMES * blockTimeMs, longMs)
    },
    get probeEveryMs() {
      return Math.min(PROBE_MOST_MS, Math.max(PROBE_LEAST_MS, PROBE_BLOCK_TIMES * Math.max(blockTimeMs, gapOf(0.5))))
    },
    get heightMs() {
      const [first, last] = [recent[0], recent.at(-1)]
      if (!first || !last || recent.length < LEAST_GAPS) return blockTimeMs
      return Math.max(1, (last.timestampMs - first.timestampMs) / (last.number - first.number))
    },
  }
}
