import type { BlockSource, BlockTag, Detail, NetworkId } from '@defimon/core'
import { UsageError } from '../terminal/report-error.ts'
import { type CallMeter, type Cost, createCallMeter } from './call-meter.ts'
import { type Bound, estimateHours } from './estimate-hours.ts'
import { type Keep, measureDisk } from './measure-disk.ts'
import { sampleRange } from './sample-range.ts'

/** What to plan. */
export interface PlanOptions {
  readonly source: BlockSource
  readonly from: number | BlockTag
  /** Default: the head. */
  readonly to?: number | undefined
  readonly detail: Detail
  readonly keep: Keep
  /** Places of the range that are sampled. */
  readonly samples: number
  /** The budget that the sync will have. The sample is not paced by it. */
  readonly requestsPerHour?: number | undefined
  readonly signal: AbortSignal
  onProgress(text: string): void
}

/** What a backfill of a range is going to cost. Extrapolated from a sample. */
export interface NetworkPlan extends Cost {
  readonly network: NetworkId
  /** Heights, both ends inclusive. */
  readonly from: number
  readonly to: number
  readonly blocks: number
  readonly hours: number
  readonly boundBy: Bound
  /** The pace of calls that was reckoned with; absent where no endpoint declares or showed one. */
  readonly requestsPerSecond?: number
  /** Of a SQLite file with this network alone. */
  readonly diskBytes: number
  readonly bytesPerBlock: number
  readonly archive: { readonly needed: boolean; readonly because: string; readonly oldestServed: number }
  /** What the plan itself cost. */
  readonly sample: Cost & { readonly blocks: number }
}

/** Heights that a sync asks for at a time; the lowest block of each but the first has its parent's header read as well. */
const CHUNK_HEIGHTS = 256

/**
 * Samples the network and extrapolates. Asks what the source asks for `latest`, `finalized` and a few blocks. Fails as the source does;
 * `UsageError` where the range is above the head or empty.
 */
export async function planNetwork(options: PlanOptions): Promise<NetworkPlan> {
  const meter = createCallMeter(options.source.transport)
  try {
    return await planMetered(options, meter)
  } finally {
    meter.close()
  }
}

async function planMetered(options: PlanOptions, meter: CallMeter): Promise<NetworkPlan> {
  const { source, detail, keep, signal, requestsPerHour, onProgress } = options
  const { id } = source.network
  const header = (block: number | BlockTag) => meter.measure(() => source.getBlock(block, { detail: 'header', signal }))
  const head = await header('latest')
  // Where the tag is not known, a sync reads a block below the head instead, for as many calls.
  const finalized = await header('finalized').catch(() => {
    signal.throwIfAborted()
    return header('latest')
  })
  const from = typeof options.from === 'number' ? options.from : (await header(options.from)).value.number
  const to = options.to ?? head.value.number
  if (to > head.value.number) throw new UsageError(`${id}: --to-block ${to} is above the head, ${head.value.number}`)
  if (from > to) throw new UsageError(`${id}: there is nothing from ${from} to ${to}`)

  const onPlace = (done: number): void => onProgress(`${id}: ${done} places sampled`)
  const sample = await sampleRange({ source, meter, from, to, places: options.samples, detail, signal, onPlace })
  const { overhead, alone } = await streamOverhead(options, meter, sample.blocks.at(-1)?.number ?? to)
  onProgress(`${id}: measuring what the sample takes on disk`)
  const disk = await measureDisk(sample.blocks, keep, signal)

  const heights = to - from + 1
  const chunks = Math.ceil(heights / CHUNK_HEIGHTS)
  const extrapolate = (key: keyof Cost): number => {
    const beside = sample.streams * overhead[key] + sample.openEnds * alone[key]
    const perHeight = Math.max(0, sample.cost[key] - beside) / sample.heights
    // the last question of a sync is whether the final block still stands
    const fixed = head.cost[key] + finalized.cost[key] * (1 + chunks)
    return Math.round(fixed + chunks * overhead[key] + heights * perHeight)
  }
  const calls = extrapolate('calls')
  const blocks = Math.round((heights * sample.blocks.length) / sample.heights)
  const pace = paceOf(options, meter)
  return {
    ...{ network: id, from, to, blocks, calls, responseBytes: extrapolate('responseBytes') },
    ...estimateHours({ ...pace, calls, latencyMs: meter.latencyMs, requestsPerHour }),
    ...(pace.isRateKnown && pace.endpoint && { requestsPerSecond: pace.endpoint.requestsPerSecond }),
    diskBytes: Math.round(disk.emptyBytes + blocks * disk.bytesPerBlock),
    bytesPerBlock: Math.round(disk.bytesPerBlock),
    archive: archiveOf(meter, sample),
    sample: { ...meter.total, blocks: sample.blocks.length },
  }
}

/** What a block costs alone, and a stream beside its blocks: where heights have gaps, it asks for the head first. */
async function streamOverhead({ source, detail, signal }: PlanOptions, meter: CallMeter, number: number) {
  const alone = await meter.measure(() => source.getBlock(number, { detail, signal }))
  const streamed = await meter.measure(async () => {
    for await (const _ of source.getBlocks({ from: number, to: number }, { detail, signal }));
  })
  const overhead: Cost = {
    calls: Math.max(0, streamed.cost.calls - alone.cost.calls),
    responseBytes: Math.max(0, streamed.cost.responseBytes - alone.cost.responseBytes),
  }
  return { overhead, alone: alone.cost }
}

/** The endpoint that a sync would use most, and whether its rate is more than a guess. */
function paceOf({ source }: PlanOptions, meter: CallMeter) {
  const usable = source.transport.health().filter(({ latencyMs, setAside }) => latencyMs > 0 && !setAside)
  const endpoint = usable[0] ?? source.transport.health()[0]
  const isDeclared = source.network.endpoints.some(
    ({ url, requestsPerSecond }) => requestsPerSecond !== undefined && new URL(url).host === endpoint?.host,
  )
  return { endpoint, isRateKnown: isDeclared || meter.wasRefused }
}

function archiveOf(
  meter: CallMeter,
  sample: { readonly prunedAt?: number; readonly oldestServed: number },
): NetworkPlan['archive'] {
  const { oldestServed, prunedAt } = sample
  const hosts = [...meter.prunedHosts].join(', ')
  if (prunedAt !== undefined) {
    const because = `block ${prunedAt} is gone from the endpoints; the oldest that was served is ${oldestServed}`
    return { needed: true, because, oldestServed }
  }
  if (hosts !== '') return { needed: true, because: `${hosts} dropped old blocks; another endpoint has them`, oldestServed }
  return { needed: false, because: `block ${oldestServed} was served`, oldestServed }
}
