import type { HeightRange } from '../done-ranges.ts'

/** Heights, both ends inclusive, and what holds for all of them. */
export interface Span<T> extends HeightRange {
  readonly value: T
}

/** Spans, ascending, none overlapping another. A value: changes make another one. */
export type SpanMap<T> = readonly Span<T>[]

/** The span that holds a height. */
export function spanAt<T>(spans: SpanMap<T>, height: number): Span<T> | undefined {
  let low = 0
  let high = spans.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const span = spans[middle]!
    if (height < span.from) high = middle - 1
    else if (height > span.to) low = middle + 1
    else return span
  }
  return undefined
}

/** The pieces of a range: those that lie in a span with its value, and those between with `undefined`. Ascending, without a gap. */
export function piecesOf<T>(spans: SpanMap<T>, range: HeightRange): (HeightRange & { readonly value: T | undefined })[] {
  const pieces: (HeightRange & { readonly value: T | undefined })[] = []
  let from = range.from
  for (const span of spans) {
    if (span.to < from) continue
    if (span.from > range.to) break
    if (span.from > from) pieces.push({ from, to: span.from - 1, value: undefined })
    const to = Math.min(span.to, range.to)
    pieces.push({ from: Math.max(from, span.from), to, value: span.value })
    from = to + 1
  }
  if (from <= range.to) pieces.push({ from, to: range.to, value: undefined })
  return pieces
}

/**
 * The spans with other values over a range. `combine` is given what held for a piece of it, if anything did, and gives what holds now;
 * `undefined` leaves the piece out. Neighbours that `join` makes one value of become one span; default: those of the same value.
 */
export function overlay<T>(
  spans: SpanMap<T>,
  range: HeightRange,
  combine: (old: T | undefined) => T | undefined,
  join: (a: T, b: T) => T | undefined = (a, b) => (a === b ? a : undefined),
): SpanMap<T> {
  const below = clipSpans(spans, range.from - 1)
  const above = spans
    .filter(({ to }) => to > range.to)
    .map((span) => (span.from > range.to ? span : { ...span, from: range.to + 1 }))
  const within = piecesOf(spans, range).flatMap(({ from, to, value }) => {
    const combined = combine(value)
    return combined === undefined ? [] : [{ from, to, value: combined }]
  })
  const joined: Span<T>[] = []
  for (const span of [...below, ...within, ...above]) {
    const last = joined.at(-1)
    const both = last && last.to + 1 === span.from ? join(last.value, span.value) : undefined
    if (last && both !== undefined) joined[joined.length - 1] = { from: last.from, to: span.to, value: both }
    else joined.push(span)
  }
  return joined
}

/** The spans without everything above a height. */
export function clipSpans<T>(spans: SpanMap<T>, highest: number): SpanMap<T> {
  return spans.filter(({ from }) => from <= highest).map((span) => (span.to <= highest ? span : { ...span, to: highest }))
}
