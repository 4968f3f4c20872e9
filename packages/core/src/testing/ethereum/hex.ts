import { bytesToHex, hexToBytes } from '@noble/hashes/utils'

/** `0x` and two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`
}

/** The bytes of a `0x` text with an even number of digits. */
export function toBytes(hex: string): Uint8Array {
  return hexToBytes(hex.slice(2))
}

/** A JSON-RPC quantity: no leading zeros, `0x0` for zero. */
export function toQuantity(value: number | bigint): string {
  return `0x${value.toString(16)}`
}

/** Big-endian bytes without leading zeros, none for zero: an integer as RLP wants it. */
export function integerBytes(value: number | bigint): Uint8Array {
  if (value === 0 || value === 0n) return new Uint8Array()
  const digits = value.toString(16)
  return hexToBytes(digits.length % 2 === 0 ? digits : `0${digits}`)
}

/** Big-endian bytes of a fixed length. */
export function fixedBytes(value: number | bigint, length: number): Uint8Array {
  return hexToBytes(value.toString(16).padStart(2 * length, '0'))
}

/** One array of many. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
