import { malformed } from '../encoding/rpc-object.ts'
import { decodeHex } from '../hashing/decode-hex.ts'

/** Bytes of a blob: 4,096 field elements of 32 bytes (EIP-4844). */
export const BLOB_BYTES = 131_072

/** So many bytes as `0x…`. Fails with `MALFORMED`. */
export function parseFixedHex(value: unknown, byteCount: number, what: string): Uint8Array {
  if (typeof value !== 'string' || value.length !== 2 + 2 * byteCount) throw malformed(`${what} is not hex of ${byteCount} bytes`)
  const bytes = new Uint8Array(byteCount)
  decodeHex(value, bytes, 0)
  return bytes
}
