import { malformed } from '@defimon/core/adapter'

/** The prime of the field (2^251 + 17·2^192 + 1): every felt is below it. */
export const PRIME: bigint = 2n ** 251n + 17n * 2n ** 192n + 1n

/** A felt as the specification writes it: lower case, no leading zeros (starknet_api_openrpc.json, `FELT`). */
const CANONICAL = /^0x(?:0|[1-9a-f][0-9a-f]{0,62})$/
/** A felt as some nodes write it: leading zeros, capitals. */
const LOOSE = /^0x0*([0-9a-f]{1,63})$/i

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
const MOST_LENGTH = 65

/**
 * Whether a text has the length of a felt and no leading zero. Its digits are not looked at: that would cost more than parsing the JSON
 * did. `assertFelts` does it.
 */
function isShort(text: string): boolean {
  const { length } = text
  return length <= MOST_LENGTH && (text.charCodeAt(2) !== ZERO || length === 3)
}

/**
 * A felt of a transaction or an event: as `readFelt`, but taken as it stands where it is short. Whether an endpoint writes capitals is
 * seen by the hashes of transactions (`readComparedFelt`).
 */
export function readBodyFelt(value: unknown, name: string): string {
  return typeof value === 'string' && isShort(value) ? value : readFelt(value, name)
}

/** As `readBodyFelt`, with every digit looked at: hashes of transactions, and addresses of L1, which may have capitals as a checksum. */
export function readComparedFelt(value: unknown, name: string): string {
  return typeof value === 'string' && isShort(value) && value.toLowerCase() === value ? value : readFelt(value, name)
}

/**
 * A list of felts that nothing is compared with, such as calldata: most of what a block holds. Its ends are looked at, and all of it when
 * the block is checked (`assertFelts`), so that it is gone through once.
 */
export function readLongFelts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list of felts`)
  const { length } = value
  if (length === 0) return value as string[]
  const [first, last]: readonly unknown[] = [value[0], value[length - 1]]
  const isTaken = typeof first === 'string' && isShort(first) && typeof last === 'string' && isShort(last)
  return isTaken ? (value as string[]) : value.map((each) => readFelt(each, name))
}

/** Whether a value of a list is a text that is no longer than a felt. With its first digit looked at too, a block takes a tenth longer. */
function fits(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MOST_LENGTH
}

/** A list of felts, each read by itself, or `MALFORMED`. */
export function readFelts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list of felts`)
  return value.map((each) => readFelt(each, name))
}

/** A list of felts of an event; the very list where all of it fits. */
export function readBodyFelts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list of felts`)
  const { length } = value
  for (let index = 0; index < length; index += 1) {
    const felt: unknown = value[index]
    if (!fits(felt) || (index === 0 && !isShort(felt))) return value.map((each) => readFelt(each, name))
  }
  return value as string[]
}

/**
 * A list of felts of an event as one text: in order, with a comma between them; empty for none. `text === '' ? [] : text.split(',')`
 * gives them back.
 */
export function readJoinedFelts(value: unknown, name: string): string {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list of felts`)
  const { length } = value
  let text = ''
  for (let index = 0; index < length; index += 1) {
    const felt: unknown = value[index]
    if (!fits(felt) || (index === 0 && !isShort(felt))) return value.map((each) => readFelt(each, name)).join(',')
    text = index === 0 ? felt : `${text},${felt}`
  }
  return text
}

/**
 * What an endpoint answered, with every text that is a felt written as the specification does. For endpoints that write felts in a way of
 * their own, which is seen by their hashes; it takes several times what decoding takes.
 */
export function rewriteFelts(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= 66 && LOOSE.test(value) ? readFelt(value, 'felt') : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(rewriteFelts)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rewriteFelts(each)]))
}

/** Fails with `MALFORMED` unless all of a list are felts, digit by digit. */
export function assertFelts(felts: readonly (string | undefined)[] | undefined, name: string): void {
  if (felts === undefined) return
  for (const felt of felts) {
    if (felt !== undefined && !(typeof felt === 'string' && (CANONICAL.test(felt) || LOOSE.test(felt)))) {
      throw malformed(`${name} holds what is no felt`)
    }
  }
}

/** As `assertFelts`, for felts that others are compared with: they must be written as the specification does. */
export function assertCanonicalFelts(felts: readonly (string | undefined)[], name: string): void {
  for (const felt of felts) {
    if (felt !== undefined && !CANONICAL.test(felt)) throw malformed(`${name} is not a felt as the rest of the block writes them`)
  }
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
