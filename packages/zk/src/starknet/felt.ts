import { malformed } from './read-json.ts'

/** The prime of the field (2^251 + 17·2^192 + 1): every felt is below it. */
const PRIME: bigint = 2n ** 251n + 17n * 2n ** 192n + 1n

/** A felt as the specification writes it: lower case, no leading zeros (starknet_api_openrpc.json, `FELT`). */
const CANONICAL = /^0x(?:0|[1-9a-f][0-9a-f]{0,62})$/
/** A felt as some nodes write it: leading zeros, capitals. */
const LOOSE = /^0x0*([0-9a-f]{1,63})$/i
const QUANTITY = /^0x[0-9a-f]+$/i

/** A felt without leading zeros and in lower case, so that equal ones are equal strings; or `MALFORMED`. */
export function readFelt(value: unknown, name: string): string {
  if (typeof value === 'string') {
    if (CANONICAL.test(value)) return value
    const digits = value.length <= 66 ? LOOSE.exec(value)?.[1] : undefined
    if (digits !== undefined) return `0x${digits.toLowerCase()}`
  }
  throw malformed(`${name} is not a felt`)
}

const ZERO = 0x30
const X = 0x78

/** Whether a text begins and measures as a felt does; its digits are not looked at. */
function looksCanonical(text: string): boolean {
  const { length } = text
  if (length > 65 || text.charCodeAt(0) !== ZERO || text.charCodeAt(1) !== X) return false
  return length === 3 || (length > 3 && text.charCodeAt(2) !== ZERO)
}

/**
 * A felt of a transaction or an event that others are compared with: as `readFelt`, but no digit is looked at for itself, which would
 * cost more than parsing the JSON did. `assertFelts` does that.
 */
export function readBodyFelt(value: unknown, name: string): string {
  return typeof value === 'string' && looksCanonical(value) && value.toLowerCase() === value ? value : readFelt(value, name)
}

/** A list of such felts; the very list where all of it is written as it should be. */
export function readBodyFelts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list of felts`)
  for (let index = 0; index < value.length; index += 1) {
    if (readBodyFelt(value[index], name) !== value[index]) return value.map((each) => readFelt(each, name))
  }
  return value as string[]
}

/** A list of felts that nothing is compared with: calldata, signatures, data of events. Capitals stay as they are. */
export function readPlainFelts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list of felts`)
  for (let index = 0; index < value.length; index += 1) {
    const felt: unknown = value[index]
    if (typeof felt !== 'string' || !looksCanonical(felt)) return value.map((each) => readFelt(each, name))
  }
  return value as string[]
}

/** Fails with `MALFORMED` unless all of a list are felts, digit by digit. */
export function assertFelts(felts: readonly (string | undefined)[] | undefined, name: string): void {
  if (felts === undefined) return
  for (const felt of felts) {
    if (felt !== undefined && !CANONICAL.test(felt) && !LOOSE.test(felt)) throw malformed(`${name} holds what is no felt`)
  }
}

/** A hex quantity as it is written, such as a bound; looked at as `readPlainFelts` does. */
export function readHex(value: unknown, name: string): string {
  if (typeof value === 'string' && value.length <= 66 && value.charCodeAt(0) === ZERO && value.charCodeAt(1) === X) return value
  throw malformed(`${name} is not a hex quantity`)
}

/** Digits that a double holds without loss. */
const SHORT_LENGTH = 15

/** A hex quantity such as a fee, a price or a nonce; or `MALFORMED`. */
export function readQuantity(value: unknown, name: string): bigint {
  if (typeof value === 'string' && value.length > 2 && value.charCodeAt(0) === ZERO && value.charCodeAt(1) === X) {
    if (value.length <= SHORT_LENGTH) return BigInt(readShort(value, name))
    if (value.length <= 66 && QUANTITY.test(value)) return BigInt(value)
  }
  throw malformed(`${name} is not a hex quantity`)
}

/** Most quantities are short, and a number is made of them three times as fast as a BigInt. */
function readShort(text: string, name: string): number {
  let number = 0
  for (let index = 2; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    const isDecimal = code < 0x3a
    // Letters of both cases are 0x61 to 0x66 with this bit.
    const digit = isDecimal ? code - ZERO : (code | 0x20) - 0x57
    if (digit < (isDecimal ? 0 : 10) || digit > 15) throw malformed(`${name} is not a hex quantity`)
    number = number * 16 + digit
  }
  return number
}

/** The number that a felt is; `MALFORMED` for one that the field does not have. */
export function feltToBigInt(felt: string): bigint {
  const value = BigInt(felt)
  if (value >= PRIME) throw malformed('a felt beyond the field')
  return value
}

/** The felt of a short string: its ASCII bytes as one number (at most 31). `SN_MAIN` is 0x534e5f4d41494e. */
export function shortStringToFelt(text: string): bigint {
  let value = 0n
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code > 0x7f || index > 30) throw malformed('not a short string')
    value = (value << 8n) | BigInt(code)
  }
  return value
}

/** The short string that a felt holds; `MALFORMED` where it holds anything but printable ASCII. */
export function feltToShortString(felt: string, name: string): string {
  const digits = readFelt(felt, name).slice(2)
  const whole = digits.length % 2 === 1 ? `0${digits}` : digits
  let text = ''
  for (let index = 0; index < whole.length; index += 2) {
    const code = Number.parseInt(whole.slice(index, index + 2), 16)
    if (code < 0x20 || code > 0x7e) throw malformed(`${name} is not a short string`)
    text += String.fromCharCode(code)
  }
  return text
}

/** The sum of two felts in the field. */
export function addFelts(left: bigint, right: bigint): bigint {
  return (left + right) % PRIME
}

/**
 * Felts as one text: each in lower-case hex without leading zeros, in order, with a comma between them; empty for none.
 * `text === '' ? [] : text.split(',')` gives them back.
 */
export function joinFelts(felts: readonly string[]): string {
  let text = ''
  for (let index = 0; index < felts.length; index += 1) text += index === 0 ? felts[index] : `,${felts[index]}`
  return text
}
