/** A block, and when it was seen. */
export interface Sighting {
  readonly number: number
  readonly timestampMs: number | undefined
  readonly monotonicMs: number
}

/** How fine the timestamps are: whole seconds on most EVM chains. Infinite where there are none. */
export function timestampPrecisionMs(sightings: readonly Sighting[]): number {
  if (sightings.some(({ timestampMs }) => timestampMs === undefined)) return Number.POSITIVE_INFINITY
  return sightings.some(({ timestampMs = 0 }) => timestampMs % 1000 !== 0) ? 1 : 1_000
}

/** The mean gap, without halts and skipped blocks: those say nothing of the rhythm. Undefined while too little was seen. */
export function observedBlockTimeMs(sightings: readonly Sighting[]): number | undefined {
  const byTimestamp = timestampsAreFine(sightings)
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

/** Whole seconds say too little of blocks that come every second or faster. */
function timestampsAreFine(sightings: readonly Sighting[]): boolean {
  const first = sightings[0]
  const last = sightings.at(-1)
  if (first?.timestampMs === undefined || last?.timestampMs === undefined) return false
  const precisionMs = timestampPrecisionMs(sightings)
  if (precisionMs < 1_000) return true
  const blocks = last.number - first.number
  return precisionMs === 1_000 && (blocks === 0 || (last.timestampMs - first.timestampMs) / blocks >= 1_500)
}
