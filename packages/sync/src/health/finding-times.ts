import type { FindingName } from './health-finding.ts'

/** How often findings are judged, and the shortest pause between two questions to an endpoint that is suspected. */
export const JUDGE_EVERY_MS = 15_000
/** Without a block for so many block times, a network is quiet; */
export const QUIET_BLOCK_TIMES = 20
/** but not before so long, */
export const QUIET_LEAST_MS = 120_000
/** nor before so many times the gap that only one block in twenty exceeds: some chains make blocks when there is something to put in. */
export const QUIET_GAPS = 5
/** Where too few blocks were seen: nor before so many times the mean gap of those before. */
export const QUIET_MEAN_GAPS = 10
/** An endpoint that nobody asked for its head is asked after so many block times: about one call for forty blocks; */
export const PROBE_BLOCK_TIMES = 40
/** not before so long, */
export const PROBE_LEAST_MS = 120_000
/** and after this long also on a network that makes no blocks. */
export const PROBE_MOST_MS = 3_600_000
/** One that is in trouble is asked again after a quarter of the time that it lasts, at most this long. */
export const TROUBLE_PROBE_MOST_MS = 600_000
/** An endpoint is dead after so many failures in a row, */
export const DEAD_FAILURES = 5
/** over so long a time. */
export const DEAD_AFTER_MS = 60_000
/** Refused by a rate for so long, without one answer: that is no rate any more. */
export const REFUSED_AFTER_MS = 300_000
/** An endpoint that a load balancer holds so many blocks back is not behind, */
export const STALE_BLOCKS = 8
/** nor is one by so many block times, */
export const STALE_BLOCK_TIMES = 10
/** or by so little time. */
export const STALE_LEAST_MS = 30_000
/** One that stays behind for so long is stale. */
export const STALE_AFTER_MS = 60_000
/** An endpoint lies after so many answers that cannot be true, */
export const LYING_ANSWERS = 3
/** not all in one moment, */
export const LYING_APART_MS = 10_000
/** and within so long a time. */
export const LYING_WITHIN_MS = 900_000
/** So many blocks of a suspect that pass all checks, in a row, make up for one such answer. */
export const HONEST_BLOCKS = 3
/** A batcher is silent after so many times the median of the gaps between its last postings, or of what the reader expected; */
export const SILENT_MEDIAN_GAPS = 4
/** not before so many times the longest of them, */
export const SILENT_LONGEST_GAPS = 2
/** nor before so long. */
export const SILENT_LEAST_MS = 600_000
/** Its silence is judged by answers that are not older. */
export const SILENT_ANSWER_MS = 300_000

/** How long a finding may take. */
export interface FindingTime {
  /** From when the trouble begins until it has its name. */
  readonly withinMs: number
  /** From when the trouble is over until the name is gone. */
  readonly goneWithinMs: number
}

/** How long it takes at most to notice that a chain goes on again, or an endpoint that was asked rarely. */
const IDLE_POLL_MS = 330_000
const MOST_TROUBLE_MS = TROUBLE_PROBE_MOST_MS + 60_000
/** One judgement missed, and the answers on their way. */
const SLACK_MS = 3 * JUDGE_EVERY_MS

/**
 * How long each finding takes at most, on a network that makes blocks at an even pace. Of the batcher's silence: `usualGapMs` is the
 * usual time between two postings, three of which were seen. A finding about an endpoint presumes that calls end within their time limit; one
 * about its lies, that it lies to what it is asked; one about its quota, that it says so: of an endpoint that speaks of a rate only, it takes
 * five minutes of refusals.
 */
export function findingTimes(blockTimeMs: number, usualGapMs = 0): Readonly<Record<FindingName, FindingTime>> {
  const quietMs = Math.max(QUIET_LEAST_MS, QUIET_BLOCK_TIMES * blockTimeMs)
  const probeMs = Math.min(PROBE_MOST_MS, Math.max(PROBE_LEAST_MS, PROBE_BLOCK_TIMES * blockTimeMs))
  const behindMs = Math.max(STALE_LEAST_MS, STALE_BLOCK_TIMES * blockTimeMs, (STALE_BLOCKS + 1) * blockTimeMs)
  const silentMs = Math.max(SILENT_LEAST_MS, SILENT_MEDIAN_GAPS * usualGapMs, SILENT_LONGEST_GAPS * usualGapMs)
  return {
    'halted-sequencer': {
      withinMs: quietMs + blockTimeMs + SLACK_MS + 60_000,
      goneWithinMs: IDLE_POLL_MS + blockTimeMs + SLACK_MS,
    },
    'silent-batcher': { withinMs: silentMs + SILENT_ANSWER_MS + SLACK_MS, goneWithinMs: SILENT_ANSWER_MS + SLACK_MS },
    'stale-endpoint': { withinMs: behindMs + probeMs + STALE_AFTER_MS + 2 * SLACK_MS, goneWithinMs: MOST_TROUBLE_MS + SLACK_MS },
    'dead-endpoint': { withinMs: probeMs + 2 * DEAD_AFTER_MS + 2 * SLACK_MS, goneWithinMs: MOST_TROUBLE_MS + SLACK_MS },
    'lying-endpoint': {
      withinMs: probeMs + 2 * SLACK_MS,
      goneWithinMs: MOST_TROUBLE_MS + (HONEST_BLOCKS - 1) * TROUBLE_PROBE_MOST_MS,
    },
    'quota-exhausted': { withinMs: probeMs + SLACK_MS, goneWithinMs: MOST_TROUBLE_MS + SLACK_MS },
  }
}
