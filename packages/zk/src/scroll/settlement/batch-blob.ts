import { malformed } from '@defimon/evm'

const BLOB_BYTES = 131_072
const ELEMENT_BYTES = 32
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd]
/** Of the payload: two hashes of the message queue, the first block, how many blocks. */
const HEAD_BYTES = 32 + 32 + 8 + 2
/** No batch comes near it. It bounds what a blob can make us allocate. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * The blocks of a batch, by its blob, in codec 7 on (scroll-tech/da-codec, encoding/codecv7_types.go): 31 bytes of each field element; version, length and
 * whether the payload is compressed with zstd, whose magic number is left out. Undefined where the blob is of another codec. Fails with
 * `MALFORMED` where it is of this one and cannot be read.
 */
export async function readBatchBlob(blob: Uint8Array): Promise<{ readonly from: number; readonly to: number } | undefined> {
  const envelope = unpack(blob)
  const version = envelope[0] ?? 0
  if (version < 7) return undefined
  const length = readInteger(envelope, 1, 3)
  if (5 + length > envelope.length) throw malformed('the payload of a batch is longer than its blob')
  const compressed = envelope[4] === 1
  const body = envelope.subarray(5, 5 + length)
  const payload = compressed ? await inflate(body) : body
  if (payload.length < HEAD_BYTES) throw malformed('the payload of a batch ends early')
  const from = readInteger(payload, 64, 8)
  const count = readInteger(payload, 72, 2)
  if (count === 0) throw malformed('a batch without blocks')
  return { from, to: from + count - 1 }
}

/** The first byte of each element is zero, since an element is below a prime of 255 bits. */
function unpack(blob: Uint8Array): Uint8Array {
  if (blob.length !== BLOB_BYTES) throw malformed('a blob is not 131072 bytes')
  const bytes = new Uint8Array((BLOB_BYTES / ELEMENT_BYTES) * (ELEMENT_BYTES - 1))
  for (let element = 0; element * ELEMENT_BYTES < BLOB_BYTES; element += 1) {
    const start = element * ELEMENT_BYTES
    bytes.set(blob.subarray(start + 1, start + ELEMENT_BYTES), element * (ELEMENT_BYTES - 1))
  }
  return bytes
}

async function inflate(body: Uint8Array): Promise<Uint8Array> {
  if (claimedBytes(body) > MOST_BYTES) throw malformed('the payload of a batch claims to be too large')
  const frame = new Uint8Array(ZSTD_MAGIC.length + body.length)
  frame.set(ZSTD_MAGIC)
  frame.set(body, ZSTD_MAGIC.length)
  const { decompress } = await import('fzstd')
  try {
    return decompress(frame)
  } catch {
    throw malformed('the payload of a batch is not zstd')
  }
}

/** What a frame's header (RFC 8878, 3.1.1.1) makes a decoder allocate: its window, or its whole content where it is one segment. */
function claimedBytes(frame: Uint8Array): number {
  const descriptor = frame[0] ?? 0
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  const windowDescriptor = frame[1] ?? 0
  const windowBytes = isSingleSegment ? 0 : 2 ** (10 + (windowDescriptor >> 3)) * (1 + (windowDescriptor & 7) / 8)
  let size = 0
  const start = (isSingleSegment ? 1 : 2) + dictionaryBytes
  for (let index = sizeBytes - 1; index >= 0; index -= 1) size = size * 256 + (frame[start + index] ?? 0)
  return Math.max(windowBytes, size)
}

function readInteger(bytes: Uint8Array, start: number, length: number): number {
  let value = 0
  for (let index = 0; index < length; index += 1) value = value * 256 + (bytes[start + index] ?? 0)
  if (!Number.isSafeInteger(value)) throw malformed('a number of a batch is above 2^53')
  return value
}
