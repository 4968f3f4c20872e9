import { malformed } from '@defimon/evm'
import { Unzlib } from 'fflate'

/** A channel's bytes, decompressed as far as they go. */
export interface InflatedChannel {
  readonly compression: 'zlib' | 'brotli'
  readonly bytes: Uint8Array
}

/** MAX_RLP_BYTES_PER_CHANNEL since Fjord (specs.optimism.io, fjord/derivation). What is longer is cut there by the protocol too. */
const MOST_BYTES = 100_000_000
const SLICE_BYTES = 16_384
/** Nine blobs: as much as an L1 block held when channels began to be compressed by brotli, and some more. */
const MOST_BYTES_OF_SCRIPT = 1_200_000
/** The first byte of a channel that is compressed by brotli (specs.optimism.io, fjord/derivation, "Brotli channel compression"). */
const BROTLI = 0x01
/** An empty last block, which ends a stream that was flushed to a whole byte (RFC 7932, section 9.2). */
const LAST_EMPTY_BLOCK = 0x03

/**
 * Decompresses a channel, or as much of it as there is: a stream of zlib may end before its trailer (batchers ended channels by a sync
 * flush in 2024) and in the middle (a first frame). Brotli must be whole, or flushed. No more than `mostBytes` come out: zlib is cut
 * there, brotli is not read. Undefined where the bytes are neither, or broken.
 */
export async function inflateChannel(
  compressed: Uint8Array,
  mostBytes: number = MOST_BYTES,
): Promise<InflatedChannel | undefined> {
  const [first = 0] = compressed
  try {
    if (first === BROTLI) return { compression: 'brotli', bytes: await inflateBrotli(compressed.subarray(1), mostBytes) }
    // The method of zlib is 8; 15 is reserved, and nothing can read it.
    if ((first & 0x0f) === 8) return { compression: 'zlib', bytes: inflateZlib(compressed, mostBytes) }
  } catch {
    // Whatever the library says of broken bytes: the protocol drops the channel.
  }
  return undefined
}

function inflateZlib(compressed: Uint8Array, mostBytes: number): Uint8Array {
  const parts: Uint8Array[] = []
  let length = 0
  const stream = new Unzlib((part) => {
    parts.push(part)
    length += part.length
  })
  // Never told that a part is the last one, so that a missing end is no error; in slices, so that a bomb is seen early.
  for (let at = 0; at < compressed.length && length < mostBytes; at += SLICE_BYTES) {
    stream.push(compressed.subarray(at, at + SLICE_BYTES), false)
  }
  return concat(parts, Math.min(length, mostBytes))
}

async function inflateBrotli(compressed: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  try {
    return await inflateStream(compressed, mostBytes)
  } catch {
    const ended = new Uint8Array(compressed.length + 1)
    ended.set(compressed)
    ended[compressed.length] = LAST_EMPTY_BLOCK
    return inflateStream(ended, mostBytes)
  }
}

/** By the runtime's own decoder, which gives what it has piece by piece. */
async function inflateStream(compressed: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  const stream = openBrotli()
  if (!stream) return inflateWhole(compressed, mostBytes)
  const writer = stream.writable.getWriter()
  // What goes wrong shows where it is read.
  writer.write(compressed as BufferSource).catch(() => {})
  writer.close().catch(() => {})
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return concat(parts, length)
    length += value.length
    if (length > mostBytes) {
      await reader.cancel()
      throw malformed('a channel is too large')
    }
    parts.push(value)
  }
}

/** Browsers and versions of Node before 22.20 have streams of compression without this format. */
function openBrotli(): DecompressionStream | undefined {
  try {
    return new DecompressionStream('brotli' as CompressionFormat)
  } catch {
    return undefined
  }
}

/** In JavaScript. It makes its output as large as the input says, so that only what a batcher would send is given to it. */
async function inflateWhole(compressed: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  if (compressed.length > MOST_BYTES_OF_SCRIPT) throw malformed('a channel is too large')
  const { decompress } = await import('brotli/decompress')
  const bytes = decompress(compressed, Math.min(mostBytes, 16 * compressed.length))
  if (bytes.length > mostBytes) throw malformed('a channel is too large')
  return bytes
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part.subarray(0, length - at), at)
    at += part.length
    if (at >= length) break
  }
  return whole
}
