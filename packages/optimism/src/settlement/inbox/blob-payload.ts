const BLOB_BYTES = 131_072
const ROUNDS = 1_024
/** Four field elements hold 4 × 31 bytes and 3 more in their highest bits; the first four bytes say the version and the length. */
const MOST_BYTES = 127 * ROUNDS - 4

/**
 * The batcher payload in a blob (specs.optimism.io, ecotone/derivation, "Blob encoding", version 0): 254 bits of each field element are
 * used, so that three bytes of every 127 stand in the high bits of four elements. Undefined where the blob is encoded otherwise.
 */
export function readBlobPayload(blob: Uint8Array): Uint8Array | undefined {
  if (blob.length !== BLOB_BYTES || blob[1] !== 0) return undefined
  const length = (byteAt(blob, 2) << 16) | (byteAt(blob, 3) << 8) | byteAt(blob, 4)
  if (length > MOST_BYTES) return undefined
  // One round more than there is: the first has four bytes less.
  const payload = new Uint8Array(127 * ROUNDS)
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = round * 128
    const to = round * 127 - 4
    const high = [byteAt(blob, from), byteAt(blob, from + 32), byteAt(blob, from + 64), byteAt(blob, from + 96)] as const
    if ((high[0] | high[1] | high[2] | high[3]) & 0b1100_0000) return undefined
    // The first element begins with the version and the length.
    if (round === 0) payload.set(blob.subarray(5, 32), 0)
    else payload.set(blob.subarray(from + 1, from + 32), to)
    payload[to + 31] = high[0] | ((high[1] & 0b0011_0000) << 2)
    payload.set(blob.subarray(from + 33, from + 64), to + 32)
    payload[to + 63] = (high[1] & 0b0000_1111) | ((high[3] & 0b0000_1111) << 4)
    payload.set(blob.subarray(from + 65, from + 96), to + 64)
    payload[to + 95] = high[2] | ((high[3] & 0b0011_0000) << 2)
    payload.set(blob.subarray(from + 97, from + 128), to + 96)
  }
  for (let index = length; index < payload.length; index += 1) if (payload[index] !== 0) return undefined
  return payload.subarray(0, length)
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number
}
