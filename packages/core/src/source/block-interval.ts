import { createArrivalEstimate } from './arrival-estimate.ts'
import { observedBlockTimeMs, type Sighting, timestampPrecisionMs } from './block-rhythm.ts'

/** Both clocks at one instant. */
export interface Instant {
  readonly wallMs: number
  readonly monotonicMs: number
}

/** Says when to ask for the next head. Pure: time comes in by its arguments. */
export interface BlockInterval {
  /**
   * A new head was found, by a socket or a poll alike. `at` is when a poll was sent, so that the time that answers take moves the next
   * poll forward; or when a socket told.
   */
  found(head: { readonly number: number; readonly timestampMs?: number }, at: Instant): void
  /** A poll that was sent at that instant found nothing new. */
  missed(at: Instant): void
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
  /** Polls are never further apart. Default 330,000: with what else is asked, an idle network costs at most twelve requests an hour. */
  readonly maximumMs?: number
}

const MOST_SIGHTINGS = 33
/** After a miss, the next poll comes after at least this share of a block time; each further one after twice as long. */
const FIRST_RETRY = 0.06
/** After so many misses the network is idle rather than late, and the rhythm of its blocks no longer counts. */
const IDLE_AFTER_MISSES = 6

/**
 * Predicts the next block from the block time and the instants at which blocks became visible. A poll is aimed behind the instant at
 * which the next one is expected, by as much as that instant is uncertain: so that about one poll in seven misses, and few blocks wait.
 * Where nothing comes, polls thin out geometrically.
 */
export function createBlockInterval(options: BlockIntervalOptions = {}): BlockInterval {
  const { minimumMs = 50, maximumMs = 330_000 } = options
  const sightings: Sighting[] = []
  let blockTimeMs = options.blockTimeMs ?? 2_000
  const arrival = createArrivalEstimate()
  let misses = 0
  /** When the last poll was sent that did not show the next block. */
  let lastMissMs: number | undefined

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
      blockTimeMs = observedBlockTimeMs(sightings) ?? blockTimeMs
      const precisionMs = timestampPrecisionMs(sightings)
      const gapMs =
        last?.timestampMs !== undefined && head.timestampMs !== undefined
          ? { ms: head.timestampMs - last.timestampMs, precisionMs }
          : undefined
      arrival.seen({
        blocks: last ? head.number - last.number : undefined,
        blockTimeMs,
        afterMs: lastMissMs,
        untilMs: at.monotonicMs,
        gapMs,
        misses,
      })
      misses = 0
      lastMissMs = undefined
    },
    missed(at) {
      misses += 1
      lastMissMs = at.monotonicMs
    },
    delayMs(at) {
      const last = sightings.at(-1)
      if (!last) return misses === 0 ? 0 : clamp(blockTimeMs * 2 ** Math.min(misses - 1, 20))
      const dueMs = arrival.dueMs(blockTimeMs) - at.monotonicMs
      if (misses === 0) return clamp(Math.min(dueMs, 2 * blockTimeMs))
      const stepMs = Math.max(FIRST_RETRY * blockTimeMs, arrival.uncertaintyMs / 2)
      const retryMs = stepMs * 2 ** Math.min(misses - 1, 40)
      if (misses >= IDLE_AFTER_MISSES) return clamp(retryMs)
      // A block that was skipped: the next one comes in the same rhythm.
      const nextDueMs = dueMs + blockTimeMs * Math.ceil((stepMs - dueMs) / blockTimeMs)
      return clamp(Math.min(retryMs, nextDueMs))
    },
  }

  function clamp(ms: number): number {
    return Math.min(maximumMs, Math.max(minimumMs, ms))
  }
}
