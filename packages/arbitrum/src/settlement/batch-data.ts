import type { DataAvailability, NetworkFacts } from '@defimon/core'
import { malformed } from '@defimon/evm'

/** Header bytes that name one form of batch (OffchainLabs/nitro daprovider/util.go; Celestia's, EigenDA's and Avail's forks of it). */
const ELSEWHERE: ReadonlyMap<number, DataAvailability> = new Map([
  [0x63, 'celestia'],
  [0xed, 'eigenda'],
  [0x0a, 'avail'],
])
/** The batch is a certificate of a data availability committee. Real ones are 0x88: with the flag of a tree. */
const COMMITTEE_FLAG = 0x80
/** A certificate of some system that Nitro itself does not know. */
const OTHER_CERTIFICATE = 0x01
const BROTLI = 0x00
/** `MaxDecompressedLen` of Nitro: what is longer is no batch. */
const LONGEST_BATCH = 16 * 1024 * 1024

/** Kinds of segments (nitro arbstate/inbox.go). The first three are messages, and so blocks. */
const SEGMENT_KINDS = ['l2Messages', 'compressedMessages', 'delayedMessages', 'timestampSteps', 'l1BlockSteps'] as const

/** How often each kind of segment stands in a batch. */
export type SegmentCounts = { readonly [K in (typeof SEGMENT_KINDS)[number]]: number }

/** Where data in the calldata of the parent are, as a network has it. */
export function calldataOf(network: Pick<NetworkFacts, 'parent'> | undefined): DataAvailability {
  const parent = network?.parent ?? 'ethereum'
  return parent.startsWith('ethereum') ? 'ethereum-calldata' : 'parent-calldata'
}

/** Where the data of a batch are, by its header byte: in it, or wherever it points to. */
export function dataAvailabilityOf(
  data: string,
  network: Pick<NetworkFacts, 'parent' | 'dataAvailability'> | undefined,
): DataAvailability {
  const header = headerByteOf(data)
  if (header < 0) return calldataOf(network)
  const elsewhere = ELSEWHERE.get(header)
  if (elsewhere !== undefined) return elsewhere
  if (header === OTHER_CERTIFICATE) return network?.dataAvailability ?? 'certificate'
  return (header & COMMITTEE_FLAG) !== 0 ? 'dac' : calldataOf(network)
}

/** The first byte of a batch; −1 of one that is empty. */
export function headerByteOf(data: string): number {
  return data.length < 4 ? -1 : Number.parseInt(data.slice(2, 4), 16)
}

/**
 * What a batch in calldata holds, segment by segment; undefined where it is not there, or not by itself (certificates, zero-heavy
 * encoding). Fails with `MALFORMED` where the compression or the segments are broken: Nitro takes such a batch for an empty one.
 */
export async function readSegments(data: string): Promise<SegmentCounts | undefined> {
  if (headerByteOf(data) !== BROTLI) return undefined
  const compressed = new Uint8Array(data.length / 2 - 2)
  for (let index = 0; index < compressed.length; index += 1) {
    compressed[index] = Number.parseInt(data.slice(4 + 2 * index, 6 + 2 * index), 16)
  }
  // Loaded when first needed: most readers never see a batch in calldata.
  const { decompress } = await import('brotli/decompress')
  let bytes: Uint8Array
  try {
    bytes = decompress(compressed, LONGEST_BATCH)
  } catch {
    throw malformed('a batch is not compressed by Brotli, or longer than any batch')
  }
  return countSegments(bytes)
}

/** Segments are RLP strings one after another, the first byte of each its kind. */
function countSegments(bytes: Uint8Array): SegmentCounts {
  const counts = { l2Messages: 0, compressedMessages: 0, delayedMessages: 0, timestampSteps: 0, l1BlockSteps: 0 }
  for (let at = 0; at < bytes.length; ) {
    const { start, end } = rlpString(bytes, at)
    const kind = SEGMENT_KINDS[bytes[start] ?? -1]
    if (end > start && kind === undefined) throw malformed(`a segment of kind ${bytes[start]}`)
    if (kind !== undefined) counts[kind] += 1
    at = end
  }
  return counts
}

function rlpString(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  const first = bytes[at] ?? 0
  if (first < 0x80) return { start: at, end: at + 1 }
  if (first >= 0xc0) throw malformed('a segment is a list')
  let start = at + 1
  let length = first - 0x80
  if (first > 0xb7) {
    const lengthBytes = first - 0xb7
    length = 0
    for (const byte of bytes.subarray(start, start + lengthBytes)) length = length * 256 + byte
    start += lengthBytes
  }
  if (start + length > bytes.length) throw malformed('a segment ends early')
  return { start, end: start + length }
}

/** Messages, and so blocks, that the segments make. Messages of the parent that are read after the last segment are not among them. */
export function messagesIn({ l2Messages, compressedMessages, delayedMessages }: SegmentCounts): number {
  return l2Messages + compressedMessages + delayedMessages
}
