import { hasHexPrefix } from './hex-digits.ts'
import { malformed } from './rpc-object.ts'

const HEX = /^0x[0-9a-fA-F]*$/
const LOWERCASE_HEX = /^0x[0-9a-f]*$/

/** A hash of 32 bytes in lowercase. Fails with `MALFORMED`. */
export function parseHash(value: unknown, what: string): string {
  return parseFixed(value, 66, what)
}

/** An address of 20 bytes in lowercase. Fails with `MALFORMED`. */
export function parseAddress(value: unknown, what: string): string {
  return parseFixed(value, 42, what)
}

function parseFixed(value: unknown, length: number, what: string): string {
  if (typeof value === 'string' && value.length === length) {
    if (LOWERCASE_HEX.test(value)) return value
    if (HEX.test(value)) return value.toLowerCase()
  }
  throw malformed(`${what} is not hex of ${(length - 2) / 2} bytes`)
}

/**
 * As `parseHash`, for what comes by the thousand and is recomputed: prefix, length and case are seen to, the digits are not looked at.
 * What enters a hash is decoded digit by digit for that, and is refused there; with verification off, nobody looks.
 */
export function asHash(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length !== 66 || !hasHexPrefix(value)) throw malformed(`${what} is not hex of 32 bytes`)
  // Gives the same string where nothing is to be changed, at a quarter of what a regular expression costs.
  return value.toLowerCase()
}

/** As `parseAddress`, with the checks of `asHash`. */
export function asAddress(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length !== 42 || !hasHexPrefix(value)) throw malformed(`${what} is not hex of 20 bytes`)
  return value.toLowerCase()
}

/** Bytes as hex, of any length. Digits are not looked at here: what enters a hash is checked when it is encoded. */
export function parseData(value: unknown, what: string): string {
  if (typeof value !== 'string' || !hasHexPrefix(value) || value.length % 2 !== 0) throw malformed(`${what} is not hex data`)
  return value
}

/** Whether two hex strings hold the same bytes, whatever their case. */
export function sameHex(left: unknown, right: unknown): boolean {
  if (left === right) return true
  return typeof left === 'string' && typeof right === 'string' && left.toLowerCase() === right.toLowerCase()
}
