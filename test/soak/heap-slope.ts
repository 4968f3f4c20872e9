/** A heap that was looked at after its garbage was collected. */
export interface HeapSample {
  readonly atMs: number
  readonly bytes: number
}

/** How fast a heap grows. */
export interface HeapSlope {
  readonly mbPerHour: number
  /** Standard error of the slope, in the same unit. */
  readonly error: number
}

/** Least squares over the samples; at least three. */
export function heapSlope(samples: readonly HeapSample[]): HeapSlope {
  const points = samples.map(({ atMs, bytes }) => ({ x: atMs / 3_600_000, y: bytes / 1e6 }))
  const mean = (of: (point: { x: number; y: number }) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)]
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread
  const left = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0)
  const round = (value: number): number => Math.round(value * 100) / 100
  return { mbPerHour: round(slope), error: round(Math.sqrt(left / (points.length - 2) / spread)) }
}
