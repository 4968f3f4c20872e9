import { concatBytes, fixedBytes, toBytes } from '../ethereum/hex.ts'

/** A number or an address as one word of the ABI. */
export function word(value: number | bigint | string): Uint8Array {
  return fixedBytes(typeof value === 'string' ? BigInt(value) : value, 32)
}

/** Bytes as a dynamic item of the ABI: length, and content to whole words. */
export function dynamicBytes(hex: string): Uint8Array {
  const bytes = toBytes(hex)
  return concatBytes(word(bytes.length), bytes, new Uint8Array((32 - (bytes.length % 32)) % 32))
}
