/** Heights, both ends inclusive. */
export interface HeightRange {
  readonly from: number
  readonly to: number
}

/** `ranges` with `added` merged in: ascending, neither touching nor overlapping. */
export function addRange(ranges: readonly HeightRange[], added: HeightRange): readonly HeightRange[] {
  const merged: HeightRange[] = []
  let { from, to } = added
  for (const range of ranges) {
    if (range.to + 1 < from || range.from - 1 > to) merged.push(range)
    else {
      from = Math.min(from, range.from)
      to = Math.max(to, range.to)
    }
  }
  merged.push({ from, to })
  return merged.sort((a, b) => a.from - b.from)
}

/** `ranges` without everything above `highest`. */
export function clipRanges(ranges: readonly HeightRange[], highest: number): readonly HeightRange[] {
  return ranges
    .filter((range) => range.from <= highest)
    .map((range) => (range.to <= highest ? range : { from: range.from, to: highest }))
}

/** The lowest hole in `ranges` within `wanted`, at most `limit` heights long. */
export function firstHole(ranges: readonly HeightRange[], wanted: HeightRange, limit: number): HeightRange | undefined {
  let from = wanted.from
  for (const range of ranges) {
    if (range.to < from) continue
    if (range.from > from) return hole(from, Math.min(range.from - 1, wanted.to), limit)
    from = range.to + 1
  }
  return hole(from, wanted.to, limit)
}

/** How many heights of `wanted` are not in `ranges`. */
export function missingHeights(ranges: readonly HeightRange[], wanted: HeightRange): number {
  let missing = Math.max(0, wanted.to - wanted.from + 1)
  for (const range of ranges) {
    missing -= Math.max(0, Math.min(range.to, wanted.to) - Math.max(range.from, wanted.from) + 1)
  }
  return missing
}

/** Whether a height is in `ranges`. */
export function isDone(ranges: readonly HeightRange[], height: number): boolean {
  return ranges.some((range) => range.from <= height && height <= range.to)
}

function hole(from: number, to: number, limit: number): HeightRange | undefined {
  return from > to ? undefined : { from, to: Math.min(to, from + limit - 1) }
}
