import { encodeHex } from '@defimon/evm'
import { type RlpItem, readRlpItem, readRlpList, rlpNumber } from './rlp-item.ts'

/** One L2 block. */
export interface SingularBatch {
  readonly type: 'singular'
  readonly parentHash: string
  readonly l1OriginNumber: number
  readonly l1OriginHash: string
  readonly timestampS: number
}

/** Consecutive L2 blocks. */
export interface SpanBatch {
  readonly type: 'span'
  /** The first 20 bytes of the hash of the block before. */
  readonly parentCheck: string
  /** The L1 origin of the last block. */
  readonly l1OriginNumber: number
  /** The first 20 bytes of its hash. */
  readonly l1OriginHash: string
  /** Time of the first block, seconds since the genesis of the L2. */
  readonly sinceGenesisS: number
  readonly blockCount: number
}

/** A batch of a channel. */
export type Batch = SingularBatch | SpanBatch

/** What an inflated channel holds. */
export interface ReadBatches {
  readonly batches: readonly Batch[]
  /** The bytes ended with a whole batch. A span whose end is missing is among the batches all the same: its beginning says its extent. */
  readonly whole: boolean
  /** The last batch is a span whose end is missing. */
  readonly isCut: boolean
}

/** MAX_SPAN_BATCH_ELEMENT_COUNT. */
const MOST_BLOCKS = 10_000_000
/** Of a channel, by the size that is inflated at most, and far above what batchers put in one. */
const MOST_BATCHES = 1_000_000

/**
 * The batches of an inflated channel (specs.optimism.io, protocol/derivation "Batch format", delta/span-batches). Undefined where there
 * is not one, whole or in part.
 */
export function readBatches(bytes: Uint8Array): ReadBatches | undefined {
  const batches: Batch[] = []
  let at = 0
  let isCut = false
  while (at < bytes.length && batches.length < MOST_BATCHES) {
    const item = readRlpItem(bytes, at)
    if (item?.kind !== 'string') break
    const content = bytes.subarray(item.start, Math.min(item.end, bytes.length))
    const isWhole = item.end <= bytes.length
    const batch = content[0] === 1 ? readSpan(content) : isWhole && content[0] === 0 ? readSingular(content) : undefined
    if (!batch) break
    batches.push(batch)
    isCut = !isWhole
    if (isCut) break
    at = item.end
  }
  return batches.length === 0 ? undefined : { batches, whole: at === bytes.length, isCut }
}

/** 0 ‖ rlp([parent hash, epoch number, epoch hash, timestamp, transactions]). */
function readSingular(content: Uint8Array): SingularBatch | undefined {
  const list = readRlpItem(content, 1)
  const [parent, epoch, epochHash, timestamp] = (list && readRlpList(content, list, 5)) ?? []
  if (!parent || !epoch || !epochHash || !timestamp || !isHash(parent) || !isHash(epochHash)) return undefined
  const l1OriginNumber = rlpNumber(content, epoch)
  const timestampS = rlpNumber(content, timestamp)
  if (l1OriginNumber === undefined || timestampS === undefined) return undefined
  const [parentHash, l1OriginHash] = [parent, epochHash].map(({ start, end }) => encodeHex(content, start, end)) as [
    string,
    string,
  ]
  return { type: 'singular', parentHash, l1OriginNumber, l1OriginHash, timestampS }
}

function isHash({ start, end }: RlpItem): boolean {
  return end - start === 32
}

/** 1 ‖ time since genesis ‖ L1 origin of the last block ‖ parent check 20 ‖ L1 origin check 20 ‖ block count ‖ …; numbers are varints. */
function readSpan(content: Uint8Array): SpanBatch | undefined {
  const time = readVarint(content, 1)
  const origin = time && readVarint(content, time.end)
  if (!origin || origin.end + 40 > content.length) return undefined
  const count = readVarint(content, origin.end + 40)
  if (!count || count.value === 0 || count.value > MOST_BLOCKS) return undefined
  return {
    type: 'span',
    parentCheck: encodeHex(content, origin.end, origin.end + 20),
    l1OriginNumber: origin.value,
    l1OriginHash: encodeHex(content, origin.end + 20, origin.end + 40),
    sinceGenesisS: time.value,
    blockCount: count.value,
  }
}

/** Seven bits a byte, the least significant first. Nothing here needs more than 2^49. */
function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0
  for (let index = 0; index < 7; index += 1) {
    const byte = bytes[at + index]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, end: at + index + 1 }
  }
  return undefined
}
