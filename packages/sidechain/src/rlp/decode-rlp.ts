import { malformed } from '@defimon/evm'

/** An RLP item of some hex text. */
export interface RlpItem {
  /** The whole item with its header, as hex digits without `0x`. */
  readonly encoded: string
  /** What is in it, as hex digits without `0x`. */
  readonly payload: string
  /** Its items, where it is a list. */
  readonly items?: readonly RlpItem[]
}

/** Lists in lists, at most: headers that hold RLP have two or three. */
const MAX_DEPTH = 8

/**
 * Reads RLP (Ethereum yellow paper, appendix B) from `0x` hex. For the few stacks whose header is an RLP that must be taken apart.
 * Fails with `MALFORMED` on anything that is not exactly one item.
 */
export function decodeRlp(hex: unknown, what: string): RlpItem {
  if (typeof hex !== 'string' || !/^0x(?:[0-9a-fA-F]{2})*$/.test(hex)) throw malformed(`${what} is not hex data`)
  const digits = hex.slice(2).toLowerCase()
  const item = readItem(digits, 0, digits.length, 0, what)
  if (item.encoded.length !== digits.length) throw malformed(`${what} has bytes behind its RLP`)
  return item
}

function readItem(digits: string, start: number, end: number, depth: number, what: string): RlpItem {
  if (start >= end || depth > MAX_DEPTH) throw malformed(`${what} is not RLP`)
  const first = Number.parseInt(digits.slice(start, start + 2), 16)
  if (first < 0x80) {
    const encoded = digits.slice(start, start + 2)
    return { encoded, payload: encoded }
  }
  const isList = first >= 0xc0
  const short = first - (isList ? 0xc0 : 0x80)
  const lengthDigits = short > 55 ? (short - 55) * 2 : 0
  if (lengthDigits > 12) throw malformed(`${what} is not RLP`)
  const from = start + 2 + lengthDigits
  const length = short > 55 ? Number.parseInt(digits.slice(start + 2, from), 16) : short
  const to = from + length * 2
  if (!Number.isSafeInteger(to) || to > end) throw malformed(`${what} is cut short`)
  const encoded = digits.slice(start, to)
  const payload = digits.slice(from, to)
  if (!isList) return { encoded, payload }
  const items: RlpItem[] = []
  for (let at = from; at < to; ) {
    const item = readItem(digits, at, to, depth + 1, what)
    items.push(item)
    at += item.encoded.length
  }
  return { encoded, payload, items }
}

/** A list of items that are encoded already, as hex digits without `0x`. */
export function encodeRlpList(items: readonly string[]): string {
  const payload = items.join('')
  const length = payload.length / 2
  if (length < 56) return hexByte(0xc0 + length) + payload
  const size = length.toString(16)
  const even = size.length % 2 === 0 ? size : `0${size}`
  return hexByte(0xf7 + even.length / 2) + even + payload
}

function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0')
}
