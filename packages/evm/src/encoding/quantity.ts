import { HEX_DIGITS, hasHexPrefix } from './hex-digits.ts'
import { malformed } from './rpc-object.ts'

/** `0x` and at most 64 digits: 256 bits, the widest number of the EVM. Longer hex is refused before any BigInt is made of it. */
const LONGEST_QUANTITY = 66

function asQuantity(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length < 3 || value.length > LONGEST_QUANTITY || !hasHexPrefix(value)) {
    throw malformed(`${what} is not a hex quantity of at most 256 bits`)
  }
  return value
}

/** Up to here a small integer holds the number, and up to here any number does: 7 and 13 digits. */
const SHORT_QUANTITY = 9
const MEDIUM_QUANTITY = 15

/** A hex quantity (`0x1f`) of at most 256 bits. Fails with `MALFORMED`. */
export function parseQuantity(value: unknown, what: string): bigint {
  const text = asQuantity(value, what)
  if (text.length <= MEDIUM_QUANTITY) return BigInt(parseDigits(text, what))
  try {
    return BigInt(text)
  } catch {
    throw malformed(`${what} is not a hex quantity`)
  }
}

/** A hex quantity that a number holds exactly: a height, an index, a time in seconds. Fails with `MALFORMED` above 2^53 - 1. */
export function parseHeight(value: unknown, what: string): number {
  const text = asQuantity(value, what)
  if (text.length <= MEDIUM_QUANTITY) return parseDigits(text, what)
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw malformed(`${what} is not a hex quantity below 2^53`)
  return number
}

/** A loop over few digits takes a third of the time that `Number` takes, and blocks are full of them. */
function parseDigits(text: string, what: string): number {
  const { length } = text
  let number = 0
  let wrong = 0
  if (length <= SHORT_QUANTITY) {
    for (let index = 2; index < length; index++) {
      const digit = digitAt(text, index)
      wrong |= digit
      number = (number << 4) | digit
    }
  } else {
    for (let index = 2; index < length; index++) {
      const digit = digitAt(text, index)
      wrong |= digit
      number = number * 16 + digit
    }
  }
  if (wrong < 0) throw malformed(`${what} is not a hex quantity`)
  return number
}

/** The value of a hex digit, or -1. */
function digitAt(text: string, index: number): number {
  return HEX_DIGITS[text.charCodeAt(index)] ?? -1
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
  if (value === INDEXES[number]) return true
  return typeof value === 'string' && Number(value) === number
}

/** The first numbers as text: places in blocks are compared with them by the thousand. */
const INDEXES: readonly string[] = /* @__PURE__ */ Array.from({ length: 1024 }, (_, index) => toQuantity(index))
