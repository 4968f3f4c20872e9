/** Both clocks at one instant. */
export interface Instant {
  readonly wallMs: number
  readonly monotonicMs: number
}

/** Says when to ask for the next head. Pure: time comes in by its arguments. */
export interface BlockInterval {
  /** A new head was found. By a socket or a poll alike. */
  found(head: { readonly number: number; readonly timestampMs?: number }, at: Instant): void
  /** A poll found nothing new. */
  missed(): void
  /** How long to wait before the next poll. */
  delayMs(at: Instant): number
  /** The block time as observed; until then, as the network's facts say. */
  readonly blockTimeMs: number
}

/** What is known beforehand. */
export interface BlockIntervalOptions {
  /** The network's block time. Default 2000. */
  readonly blockTimeMs?: number
  /** Polls are never closer. Default 50. */
  readonly minimumMs?: number
  /** Polls are never further apart. Default 300,000: an idle network costs twelve requests an hour. */
  readonly maximumMs?: number
}

interface Sighting {
  readonly number: number
  readonly timestampMs: number | undefined
  readonly monotonicMs: number
}

const MOST_SIGHTINGS = 33
/** After a miss, the next poll comes after this share of a block time; each further one after twice as long. */
const FIRST_RETRY = 0.06
/** How far a hit moves the poll forward, in block times. With `FIRST_RETRY` it settles at about one miss in eight blocks. */
const ADVANCE = 0.004
/** Until the first miss, the phase is not known, and each hit moves the poll forward faster. */
const SEARCH_ADVANCE = 0.04
const SEARCH_GROWTH = 1.6
/** After so many misses the network is idle rather than late, and the rhythm of its blocks no longer counts. */
const IDLE_AFTER_MISSES = 6

/**
 * Predicts the next block from the block time and the phase in which blocks arrive. A poll is aimed right behind the instant at
 * which blocks become visible: every hit at the first try moves it a little forward, every miss moves it back, so that few polls
 * miss and few blocks wait. Where nothing comes, polls thin out geometrically.
 */
export function createBlockInterval(options: BlockIntervalOptions = {}): BlockInterval {
  const { minimumMs = 50, maximumMs = 300_000 } = options
  const sightings: Sighting[] = []
  let blockTimeMs = options.blockTimeMs ?? 2_000
  let byTimestamp = false
  /** From a block's due time (a block time after the last one's timestamp or arrival) to the poll. */
  let phaseMs = 0
  let searchMs = 0
  let misses = 0

  const dueMs = (last: Sighting, at: Instant): number => {
    const sinceLast =
      byTimestamp && last.timestampMs !== undefined ? at.wallMs - last.timestampMs : at.monotonicMs - last.monotonicMs
    return blockTimeMs + phaseMs - sinceLast
  }

  return {
    get blockTimeMs() {
      return blockTimeMs
    },
    found(head, at) {
      const newest = sightings.at(-1)
      if (newest && head.number <= newest.number) sightings.length = 0
      const last = sightings.at(-1)
      sightings.push({ number: head.number, timestampMs: head.timestampMs, monotonicMs: at.monotonicMs })
      if (sightings.length > MOST_SIGHTINGS) sightings.shift()

      const wasByTimestamp = byTimestamp
      byTimestamp = timestampsAreFine(sightings)
      blockTimeMs = observedBlockTimeMs(sightings, byTimestamp) ?? blockTimeMs
      const seenAtMs = byTimestamp && head.timestampMs !== undefined ? at.wallMs - head.timestampMs : 0
      const lateMs = byTimestamp ? seenAtMs - phaseMs : last ? at.monotonicMs - last.monotonicMs - blockTimeMs - phaseMs : 0
      if (!last || byTimestamp !== wasByTimestamp || Math.abs(lateMs) > blockTimeMs / 2) {
        phaseMs = seenAtMs
        searchMs = SEARCH_ADVANCE * blockTimeMs
      } else if (misses > 0) {
        phaseMs = byTimestamp ? phaseMs + lateMs / 2 : -lateMs / 2
        searchMs = 0
      } else {
        const advanceMs = Math.max(searchMs, ADVANCE * blockTimeMs)
        // An arrival is itself moved by the last poll, a timestamp is not.
        phaseMs = byTimestamp ? phaseMs - advanceMs : -advanceMs
        searchMs *= SEARCH_GROWTH
      }
      misses = 0
    },
    missed() {
      misses += 1
    },
    delayMs(at) {
      const last = sightings.at(-1)
      if (!last) return misses === 0 ? 0 : clamp(blockTimeMs * 2 ** Math.min(misses - 1, 20))
      const due = dueMs(last, at)
      if (misses === 0) return clamp(due > 2 * blockTimeMs ? blockTimeMs : due)
      const retryMs = blockTimeMs * FIRST_RETRY * 2 ** Math.min(misses - 1, 40)
      if (misses >= IDLE_AFTER_MISSES) return clamp(retryMs)
      // A block that was skipped: the next one comes in the same rhythm.
      const nextDue = due + blockTimeMs * Math.ceil((FIRST_RETRY * blockTimeMs - due) / blockTimeMs)
      return clamp(Math.min(retryMs, nextDue))
    },
  }

  function clamp(ms: number): number {
    return Math.min(maximumMs, Math.max(minimumMs, ms))
  }
}

/** Whole seconds say too little of blocks that come every second or faster. */
function timestampsAreFine(sightings: readonly Sighting[]): boolean {
  const first = sightings[0]
  const last = sightings.at(-1)
  if (first?.timestampMs === undefined || last?.timestampMs === undefined) return false
  if (sightings.some(({ timestampMs }) => timestampMs === undefined)) return false
  if (sightings.some(({ timestampMs = 0 }) => timestampMs % 1000 !== 0)) return true
  const blocks = last.number - first.number
  return blocks === 0 || (last.timestampMs - first.timestampMs) / blocks >= 1_500
}

/** The mean gap, without halts and skipped blocks: those say nothing of the rhythm. */
function observedBlockTimeMs(sightings: readonly Sighting[], byTimestamp: boolean): number | undefined {
  const gaps: { ms: number; blocks: number }[] = []
  for (let index = 1; index < sightings.length; index += 1) {
    const before = sightings[index - 1] as Sighting
    const after = sightings[index] as Sighting
    const ms = byTimestamp ? (after.timestampMs ?? 0) - (before.timestampMs ?? 0) : after.monotonicMs - before.monotonicMs
    gaps.push({ ms, blocks: after.number - before.number })
  }
  if (gaps.length < (byTimestamp ? 1 : 2)) return undefined
  gaps.sort((a, b) => a.ms / a.blocks - b.ms / b.blocks)
  const median = gaps[Math.floor(gaps.length / 2)] as { ms: number; blocks: number }
  // Whole seconds make a gap seem half a second longer than it was.
  const most = 1.75 * (median.ms / median.blocks) + (byTimestamp ? 500 : 0)
  let ms = 0
  let blocks = 0
  for (const gap of gaps) {
    if (gap.ms / gap.blocks >= most) continue
    ms += gap.ms
    blocks += gap.blocks
  }
  return ms > 0 ? ms / blocks : undefined
}
