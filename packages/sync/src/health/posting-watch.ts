import { type BlockRef, evidenceOf, type Runtime, type Settlement } from '@defimon/core'
import { holdsFor } from '../settlement/holds-for.ts'
import { SILENT_ANSWER_MS, SILENT_LEAST_MS, SILENT_LONGEST_GAPS, SILENT_MEDIAN_GAPS } from './finding-times.ts'
import { type HealthFinding, inWords } from './health-finding.ts'

/** Whether the data of a network still reach its parent chain, as the answers of the settlement reader tell. */
export interface PostingWatch {
  /** The reader answered for a block. */
  answered(settlement: Settlement): void
  /** The settlement of blocks from this height on was taken back. */
  reverted(height: number): void
  /** `tip`: the newest stored block, of a network that makes blocks. */
  finding(tip: BlockRef | undefined): HealthFinding | undefined
}

/** Gaps that are remembered, and how many it takes to know what is usual. */
const REMEMBERED = 9
const LEAST_POSTINGS = 3

interface Waiting {
  /** Both on the monotonic clock. */
  readonly sinceMs: number
  readonly answeredMs: number
  readonly block: BlockRef
  readonly asOf: BlockRef | undefined
  /** Of the first answer: when the reader expected the next step, ms from then. */
  readonly expectedMs: number | undefined
}

/** Nothing was posted yet, as far as is known. */
export function createPostingWatch(runtime: Runtime): PostingWatch {
  /** When data were posted, ms since 1970, ascending. */
  const postings: number[] = []
  let postedUpTo = -1
  let seenAt: BlockRef | undefined
  let waiting: Waiting | undefined
  let isOwnConsensus = false
  /** The newest parent block that any answer had seen, and when it first had. */
  let parent: { readonly number: number; readonly movedMs: number } | undefined

  const posted = (settlement: Settlement, upTo: number): void => {
    const evidence = evidenceOf(settlement.state)
    if (evidence.some(({ evidence: { kind } }) => kind === 'consensus')) {
      isOwnConsensus = true
      return
    }
    if (upTo <= postedUpTo) return
    const times = evidence.flatMap(({ evidence: { timestampMs } }) => (timestampMs === undefined ? [] : [timestampMs]))
    // Without a time in the evidence: now, where it was waited for.
    const timeMs = times.length > 0 ? Math.min(...times) : waiting ? runtime.now() : undefined
    postedUpTo = upTo
    seenAt = settlement.asOf
    waiting = undefined
    if (timeMs === undefined || timeMs <= (postings.at(-1) ?? 0)) return
    postings.push(timeMs)
    if (postings.length > REMEMBERED) postings.shift()
  }

  /** After so long without a posting the batcher is silent; undefined where it is not known what is usual. */
  const silentAfterMs = (): number | undefined => {
    if (postings.length < LEAST_POSTINGS) {
      const expectedMs = waiting?.expectedMs
      return expectedMs ? Math.max(SILENT_LEAST_MS, SILENT_MEDIAN_GAPS * expectedMs) : undefined
    }
    const gaps = postings.slice(1).map((timeMs, index) => timeMs - postings[index]!)
    gaps.sort((a, b) => a - b)
    const median = gaps[Math.floor((gaps.length - 1) / 2)]!
    return Math.max(SILENT_LEAST_MS, SILENT_MEDIAN_GAPS * median, SILENT_LONGEST_GAPS * gaps.at(-1)!)
  }

  return {
    answered(settlement) {
      const { block, state, asOf, nextExpectedMs } = settlement
      const nowMs = runtime.monotonicMs()
      if (asOf && asOf.number > (parent?.number ?? -1)) {
        // While the parent chain stood still, nothing could be posted.
        if (waiting && parent && nowMs - parent.movedMs > SILENT_ANSWER_MS) waiting = { ...waiting, sinceMs: nowMs }
        parent = { number: asOf.number, movedMs: nowMs }
      }
      if (state.stage !== 'sequenced') return posted(settlement, holdsFor(settlement).to)
      if (block.number <= postedUpTo) return
      waiting = {
        sinceMs: waiting?.sinceMs ?? nowMs,
        ...{ answeredMs: nowMs, block, asOf },
        expectedMs: waiting ? waiting.expectedMs : nextExpectedMs,
      }
    },
    reverted(height) {
      postedUpTo = Math.min(postedUpTo, height - 1)
    },
    finding(tip) {
      const afterMs = silentAfterMs()
      if (isOwnConsensus || !waiting || !tip || tip.number <= postedUpTo || afterMs === undefined) return undefined
      const nowMs = runtime.now()
      const monotonicMs = runtime.monotonicMs()
      const waitedMs = monotonicMs - waiting.sinceMs
      // A batcher that had nothing to post was silent by right: what counts is how long a block has waited.
      if (waitedMs <= afterMs || monotonicMs - waiting.answeredMs > SILENT_ANSWER_MS) return undefined
      const lastMs = Math.min(nowMs - waitedMs, postings.at(-1) ?? nowMs)
      const { asOf } = waiting
      // What the parent chain does not show because it stands still itself says nothing of the batcher.
      if (parent && monotonicMs - parent.movedMs > SILENT_ANSWER_MS) return undefined
      const upTo = postedUpTo >= 0 ? `blocks up to ${postedUpTo}` : 'nothing yet'
      const wentOn = asOf && seenAt ? `, while its parent chain went on from ${seenAt.number} to ${asOf.number}` : ''
      const because = `posted are ${upTo}, the head is ${tip.number}: nothing was posted for ${inWords(nowMs - lastMs)}${wentOn}; usual is less than ${inWords(afterMs)}`
      return { name: 'silent-batcher', sinceMs: lastMs, because }
    },
  }
}
