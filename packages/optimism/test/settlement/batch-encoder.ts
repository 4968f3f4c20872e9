import { brotliCompressSync, constants, deflateSync } from 'node:zlib'
import { concat, encodeRlp, getBytes, hexlify, toBeArray, toBeHex, zeroPadValue } from 'ethers'

/** What a channel is made of: written from the specs, apart from what reads it, with ethers' RLP and Node's compression. */
export type EncodedBatch =
  | (EncodedOrigin & { readonly parentHash: string; readonly timestampS: number })
  | (EncodedOrigin & { readonly parentHash: string; readonly sinceGenesisS: number; readonly blockCount: number })

/** The L1 block that a batch names. Without its hash, one that is none. */
interface EncodedOrigin {
  readonly l1Origin: number
  readonly l1OriginHash?: string | undefined
}

/** A channel of batches, compressed. */
export function encodeChannel(
  batches: readonly EncodedBatch[],
  compression: 'zlib' | 'brotli' | 'flushed brotli' = 'zlib',
): Uint8Array {
  const plain = getBytes(concat(batches.map((batch) => encodeRlp(encodeBatch(batch)))))
  if (compression === 'zlib') return Uint8Array.from(deflateSync(plain))
  const { BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_FINISH } = constants
  const finishFlush = compression === 'brotli' ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_FLUSH
  return getBytes(concat(['0x01', brotliCompressSync(plain, { finishFlush })]))
}

function encodeBatch(batch: EncodedBatch): string {
  if ('timestampS' in batch) {
    const { parentHash, l1Origin, timestampS } = batch
    const epochHash = batch.l1OriginHash ?? zeroPadValue(toBeHex(l1Origin), 32)
    return concat(['0x00', encodeRlp([parentHash, toBeArray(l1Origin), epochHash, toBeArray(timestampS), ['0x02c0', '0x02c1']])])
  }
  const { parentHash, l1Origin, sinceGenesisS, blockCount } = batch
  const originBits = new Uint8Array(Math.ceil(blockCount / 8))
  return concat([
    '0x01',
    varint(sinceGenesisS),
    varint(l1Origin),
    parentHash.slice(0, 42),
    (batch.l1OriginHash ?? `0x${'ab'.repeat(20)}`).slice(0, 42),
    varint(blockCount),
    originBits,
    ...Array.from({ length: blockCount }, () => varint(0)),
  ])
}

function varint(value: number): string {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return hexlify(Uint8Array.from([...bytes, rest]))
}

/** The frames of a channel, cut into so many pieces. */
export function encodeFrames(id: string, channel: Uint8Array, pieces = 1): readonly string[] {
  const size = Math.ceil(channel.length / pieces)
  return Array.from({ length: pieces }, (_, number) => {
    const data = channel.subarray(number * size, (number + 1) * size)
    const isLast = number === pieces - 1
    return concat([id, toBeHex(number, 2), toBeHex(data.length, 4), data, isLast ? '0x01' : '0x00'])
  })
}

/** A batcher payload of frames. */
export function encodePayload(frames: readonly string[]): string {
  return concat(['0x00', ...frames])
}

/**
 * A blob of a payload, by the writing rules of `Blob.FromData` (op-service/eth/blob.go): four field elements take 31 bytes each and three
 * more in their highest six bits.
 */
export function encodeBlob(payload: Uint8Array): Uint8Array {
  const blob = new Uint8Array(131_072)
  let read = 0
  let element = 0
  const next = (): number => payload[read++] ?? 0
  const write = (high: number, low: readonly number[]): void => {
    blob[element * 32] = high
    blob.set(low, element * 32 + 1)
    element += 1
  }
  const take = (count: number): number[] => Array.from({ length: count }, next)
  for (let round = 0; round < 1024 && read < payload.length; round += 1) {
    const head = round === 0 ? [0, ...toBeArrayOf(payload.length, 3), ...take(27)] : take(31)
    const x = next()
    write(x & 0x3f, head)
    const second = take(31)
    const y = next()
    write((y & 0x0f) | ((x & 0xc0) >> 2), second)
    const third = take(31)
    const z = next()
    write(z & 0x3f, third)
    write(((z & 0xc0) >> 2) | ((y & 0xf0) >> 4), take(31))
  }
  return blob
}

function toBeArrayOf(value: number, length: number): number[] {
  return [...getBytes(toBeHex(value, length))]
}
