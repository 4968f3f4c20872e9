import type { RejectKind } from '../contract/transport.ts'
import type { Instant } from './block-interval.ts'
import type { HeadAnswer, HeadClaim } from './head-reader.ts'

/** Why a head is not believed. */
export interface HeadDoubt {
  readonly kind: 'back' | 'jump' | 'future' | 'other-fork' | 'syncing' | 'first'
  readonly reason: string
}

/** What a head that was not believed says of its endpoint: a node that was left behind tells the truth of another moment. */
export function rejectKindOf({ kind }: HeadDoubt, refused: HeadClaim, believed: HeadClaim): RejectKind {
  if (kind === 'back' || kind === 'syncing') return 'behind'
  return kind === 'jump' || kind === 'future' || refused.number > believed.number ? 'untrue' : 'behind'
}

/** What is believed of a chain's head, and what is not. Pure: time comes in by its arguments. */
export interface HeadBelief {
  /** The last head that was believed. */
  readonly head: HeadClaim | undefined
  /** What speaks against a claim; undefined: nothing. */
  doubt(claim: HeadClaim, at: Instant): HeadDoubt | undefined
  believe(claim: HeadClaim, at: Instant): void
  /** Whether two claims say the same, as two endpoints of one chain do that are a few blocks apart. */
  agree(a: HeadClaim, b: HeadClaim): boolean
}

/** Clocks of nodes and of this machine differ by seconds, not by minutes. */
const FUTURE_MS = 5 * 60_000
/** Blocks that a head may jump at any time, and how many times faster than usual the chain may be. */
const FREE_BLOCKS = 64
const RATE_FACTOR = 8

/** So many endpoints that tell the same time, and it is the clock here that is behind. */
const CLAIMS_OF_TIME = 2

/** Judges heads by the last one that was believed, the time since, and the block rate. `known`: a block that was seen before. */
export function createHeadBelief(blockTimeMs: () => number, known?: HeadClaim): HeadBelief {
  let head = known
  let since: number | undefined

  /**
   * Now: by this machine's clock, or by the last head that was believed and the time that has passed since. A clock that is set back, or
   * that several endpoints contradict, is behind; the time that passes is another clock's.
   */
  const nowMs = (at: Instant): number =>
    head?.timestampMs === undefined || since === undefined
      ? at.wallMs
      : Math.max(at.wallMs, head.timestampMs + at.monotonicMs - since)

  return {
    get head() {
      return head
    },
    doubt(claim, at) {
      const aheadMs = claim.timestampMs === undefined ? 0 : claim.timestampMs - nowMs(at)
      if (aheadMs > FUTURE_MS) {
        return { kind: 'future', reason: `head ${claim.number} carries a time ${Math.round(aheadMs / 1000)} s in the future` }
      }
      if (!head) return undefined
      if (claim.number < head.number) return { kind: 'back', reason: `head moved back from ${head.number} to ${claim.number}` }
      if (claim.number === head.number && claim.hash !== undefined && head.hash !== undefined && claim.hash !== head.hash) {
        return { kind: 'other-fork', reason: `head ${claim.number} has another hash than before` }
      }
      // A block that a caller remembers says nothing of how long ago it was the head.
      if (since === undefined) return undefined
      const allowed = FREE_BLOCKS + (RATE_FACTOR * (at.monotonicMs - since)) / blockTimeMs()
      if (claim.number - head.number <= allowed) return undefined
      return { kind: 'jump', reason: `head jumped from ${head.number} to ${claim.number}` }
    },
    believe(claim, at) {
      head = claim
      since = at.monotonicMs
    },
    agree: (a, b) => Math.abs(a.number - b.number) <= FREE_BLOCKS && apartMs(a, b) <= FUTURE_MS,
  }
}

/** The heads of several endpoints that tell the same time, though one of the future: then the clock here is behind. */
export function agreedFuture<T extends { readonly answer: HeadAnswer; readonly doubt: HeadDoubt }>(
  doubtful: readonly T[],
  belief: HeadBelief,
): readonly T[] | undefined {
  const future = doubtful.filter(({ doubt }) => doubt.kind === 'future')
  const [first] = future
  const agreed = first && future.every(({ answer }) => belief.agree(answer.claim, first.answer.claim))
  return agreed && future.length >= CLAIMS_OF_TIME ? future : undefined
}

function apartMs(a: HeadClaim, b: HeadClaim): number {
  return a.timestampMs === undefined || b.timestampMs === undefined ? 0 : Math.abs(a.timestampMs - b.timestampMs)
}
