import { malformed } from './rpc-object.ts'

/** `0x` and at most 64 digits: 256 bits, the widest number of the EVM. Longer hex is refused before any BigInt is made of it. */
const LONGEST_QUANTITY = 66

function asQuantity(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length < 3 || value.length > LONGEST_QUANTITY || !value.startsWith('0x')) {
    throw malformed(`${what} is not a hex quantity of at most 256 bits`)
  }
  return value
}

/** Up to here a number holds a quantity exactly, and is read faster than a BigInt. */
const SHORT_QUANTITY = 15

/** A hex quantity (`0x1f`) of at most 256 bits. Fails with `MALFORMED`. */
export function parseQuantity(value: unknown, what: string): bigint {
  const text = asQuantity(value, what)
  if (text.length <= SHORT_QUANTITY) {
    const number = Number(text)
    if (Number.isInteger(number)) return BigInt(number)
    throw malformed(`${what} is not a hex quantity`)
  }
  try {
    return BigInt(text)
  } catch {
    throw malformed(`${what} is not a hex quantity`)
  }
}

/** A hex quantity that a number holds exactly: a height, an index, a time in seconds. Fails with `MALFORMED` above 2^53 - 1. */
export function parseHeight(value: unknown, what: string): number {
  const number = Number(asQuantity(value, what))
  if (!Number.isSafeInteger(number)) throw malformed(`${what} is not a hex quantity below 2^53`)
  return number
}

/** As `parseQuantity`; undefined where the value is absent or null. */
export function parseOptionalQuantity(value: unknown, what: string): bigint | undefined {
  return value === undefined || value === null ? undefined : parseQuantity(value, what)
}

/** As `parseHeight`; undefined where the value is absent or null. */
export function parseOptionalHeight(value: unknown, what: string): number | undefined {
  return value === undefined || value === null ? undefined : parseHeight(value, what)
}

/** A number as the JSON-RPC wants it: `0x` and no leading zeros. */
export function toQuantity(value: number | bigint): string {
  return `0x${value.toString(16)}`
}

/** Whether two hex quantities name the same number, whatever their case and leading zeros. */
export function sameQuantity(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'string' || typeof right !== 'string') return false
  return digitsOf(left) === digitsOf(right)
}

function digitsOf(text: string): string {
  return text.toLowerCase().replace(/^0x0*/, '')
}

/** Whether a hex quantity names this number. False for anything that is no string. */
export function isQuantityOf(value: unknown, number: number): boolean {
  return typeof value === 'string' && Number(value) === number
}
