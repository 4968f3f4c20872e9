import { type BlockSource, DefimonError, type Detail, type L2Block } from '@defimon/core'
import type { CallMeter, Cost } from './call-meter.ts'

/** Blocks of a range, and what they cost. */
export interface RangeSample {
  readonly blocks: readonly L2Block[]
  /** Heights that were asked for; some stacks have heights without a block. */
  readonly heights: number
  readonly streams: number
  /** Places that end in a height without a block: the source proved that with one block beyond. */
  readonly openEnds: number
  readonly cost: Cost
  /** The lowest height that was asked for and that endpoints have dropped. */
  readonly prunedAt?: number
  /** The lowest block that was served. */
  readonly oldestServed: number
}

/** What to sample. */
export interface SampleOptions {
  readonly source: BlockSource
  readonly meter: CallMeter
  readonly from: number
  readonly to: number
  readonly places: number
  readonly detail: Detail
  readonly signal: AbortSignal
  onPlace(done: number): void
}

/** Consecutive heights that are read at each place. */
const HEIGHTS_A_PLACE = 8
/** Absence in the past, as nodes word it. */
const GONE: ReadonlySet<string> = new Set(['PRUNED', 'NOT_FOUND'])

/**
 * Reads a few blocks at places spread evenly over the range, the oldest first. Places that the endpoints have dropped are passed over;
 * fails with their error where nothing is left, and with any other error at once.
 */
export async function sampleRange(options: SampleOptions): Promise<RangeSample> {
  const { source, meter, from, to, detail, signal } = options
  const starts = placesOf(options)
  let prunedAt: number | undefined
  let done = 0
  let openEnds = 0
  const read = async (start: number): Promise<L2Block[]> => {
    const found: L2Block[] = []
    const end = Math.min(to, start + HEIGHTS_A_PLACE - 1)
    for await (const block of source.getBlocks({ from: start, to: end }, { detail, signal })) found.push(block)
    if (found.length > 0 && found.at(-1)?.number !== end) openEnds += 1
    options.onPlace(++done)
    return found
  }
  for (const [index, start] of starts.entries()) {
    try {
      const first = await meter.measure(() => read(start))
      // side by side, as a backfill reads: so the pace of the endpoint shows
      const rest = starts.slice(index + 1)
      const others = await meter.measure(() => Promise.all(rest.map(read)))
      const blocks = [...first.value, ...others.value.flat()]
      return {
        blocks,
        heights: [start, ...rest].reduce((sum, each) => sum + Math.min(to, each + HEIGHTS_A_PLACE - 1) - each + 1, 0),
        streams: 1 + rest.length,
        openEnds,
        cost: {
          calls: first.cost.calls + others.cost.calls,
          responseBytes: first.cost.responseBytes + others.cost.responseBytes,
        },
        ...(prunedAt !== undefined && { prunedAt }),
        oldestServed: blocks[0]?.number ?? start,
      }
    } catch (error) {
      signal.throwIfAborted()
      if (!DefimonError.isInstance(error) || !GONE.has(error.code) || index === starts.length - 1) throw error
      prunedAt ??= start
    }
  }
  throw new DefimonError('CONFIG', `no blocks from ${from} to ${to}`, { network: source.network.id })
}

/** First heights of the places, ascending, without overlap. */
function placesOf({ from, to, places }: SampleOptions): number[] {
  const count = Math.min(places, Math.ceil((to - from + 1) / HEIGHTS_A_PLACE))
  const last = to - HEIGHTS_A_PLACE + 1
  if (count <= 1) return [from]
  const starts = Array.from({ length: count }, (_, index) => from + Math.floor(((last - from) * index) / (count - 1)))
  return [...new Set(starts)]
}
