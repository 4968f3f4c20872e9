import type { HeightRange } from '../done-ranges.ts'
import type { BlockedHeights } from './blocked-heights.ts'
import { isLast, type KnownSettlement } from './known-settlement.ts'
import { piecesOf, type Span, type SpanMap } from './span-map.ts'

/** A block to ask about. */
export interface Question {
  readonly height: number
  /** `unknown`: nothing is known of it yet; `due`: more may be known by now. */
  readonly kind: 'unknown' | 'due'
  /** The stored stretch that stands alike: how far an answer can reach. */
  readonly within: HeightRange
}

/** What there is to ask about. */
export interface QuestionState {
  readonly spans: SpanMap<KnownSettlement>
  readonly done: readonly HeightRange[]
  readonly blocked: BlockedHeights
  readonly nowMs: number
  /** New blocks at the head are not asked about before. */
  readonly headDueMs: number
}

/** The next question, or when to look again; and new blocks that need no question. */
export interface NextQuestion {
  readonly question: Question | undefined
  /** When there will be one without anything else happening. */
  readonly dueMs: number | undefined
  /** They follow blocks that are merely sequenced, and are so too. */
  readonly absorbed: readonly Span<KnownSettlement>[]
}

/** First the lowest block of which nothing is known, then what has been due the longest. */
export function nextQuestion({ spans, done, blocked, nowMs, headDueMs }: QuestionState): NextQuestion {
  const absorbed: Span<KnownSettlement>[] = []
  const later: number[] = []
  let due: { readonly question: Question; readonly dueMs: number } | undefined
  const highest = done.at(-1)
  for (const range of done) {
    let below: KnownSettlement | undefined
    for (const piece of piecesOf(spans, range)) {
      const { value } = piece
      const within = { from: piece.from, to: piece.to }
      if (value === undefined) {
        if (below?.stage === 'sequenced') {
          absorbed.push({ ...within, value: below })
          continue
        }
        const height = blocked.pick(within, nowMs)
        const isHead = range === highest && piece.to === range.to
        if (height !== undefined && (!isHead || headDueMs <= nowMs)) {
          return { question: { height, kind: 'unknown', within }, dueMs: undefined, absorbed }
        }
        if (isHead && height !== undefined) later.push(headDueMs)
      } else if (!isLast(value)) {
        if (value.dueMs > nowMs) later.push(value.dueMs)
        else {
          const height = blocked.pickAgain(within, nowMs)
          if (height !== undefined && value.dueMs < (due?.dueMs ?? Number.POSITIVE_INFINITY)) {
            due = { question: { height, kind: 'due', within }, dueMs: value.dueMs }
          }
        }
      }
      below = value
    }
  }
  const next = blocked.nextMs(nowMs)
  if (next !== undefined) later.push(next)
  return { question: due?.question, dueMs: later.length > 0 ? Math.min(...later) : undefined, absorbed }
}
