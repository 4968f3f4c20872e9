import { malformed } from './read-json.ts'

/** The prime of the field (2^251 + 17·2^192 + 1): every felt is below it. */
const PRIME: bigint = 2n ** 251n + 17n * 2n ** 192n + 1n

/** A felt as the specification writes it: lower case, no leading zeros (starknet_api_openrpc.json, `FELT`). */
const CANONICAL = /^0x(?:0|[1-9a-f][0-9a-f]{0,62})$/
/** A felt as some nodes write it: leading zeros, capitals. */
const LOOSE = /^0x0*([0-9a-f]{1,63})$/i
const QUANTITY = /^0x[0-9a-f]{1,64}$/i

/** A felt without leading zeros and in lower case, so that equal ones are equal strings; or `MALFORMED`. */
export function readFelt(value: unknown, name: string): string {
  if (typeof value === 'string') {
    if (CANONICAL.test(value)) return value
    const digits = value.length <= 66 ? LOOSE.exec(value)?.[1] : undefined
    if (digits !== undefined) return `0x${digits.toLowerCase()}`
  }
  throw malformed(`${name} is not a felt`)
}

/** A list of felts; the very list where all of it is written as it should be. */
export function readFelts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list of felts`)
  for (let index = 0; index < value.length; index += 1) {
    const felt: unknown = value[index]
    if (typeof felt !== 'string' || !CANONICAL.test(felt)) return value.map((each) => readFelt(each, name))
  }
  return value as string[]
}

/** A hex quantity such as a fee, a price or a nonce; or `MALFORMED`. */
export function readQuantity(value: unknown, name: string): bigint {
  if (typeof value !== 'string' || !QUANTITY.test(value)) throw malformed(`${name} is not a hex quantity`)
  return BigInt(value)
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
