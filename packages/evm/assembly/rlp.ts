import { decodeHex, digitAt } from './hex.ts'
import { QUOTE } from './json.ts'
import { SCRATCH } from './places.ts'

// RLP (yellow paper, appendix B) from the text of JSON values, quotes included. Every writer gives where the next byte goes, or 0 where the
// value is not what it should be.

const PREFIX: u16 = 0x7830
/** The text of `"0x"` with its quotes. */
const BARE: u32 = 4

/** Length of the header of a string or list. */
export function headerLength(length: u32): u32 {
  return length < 56 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : length < 0x1000000 ? 4 : 5
}

/** Writes the header of a string (0x80) or list (0xc0). */
export function writeHeader(base: u32, length: u32, to: u32): u32 {
  if (length < 56) {
    store<u8>(to, <u8>(base + length))
    return to + 1
  }
  const size = headerLength(length) - 1
  store<u8>(to, <u8>(base + 55 + size))
  store<u32>(to + 1, bswap<u32>(length << (32 - size * 8)))
  return to + 1 + size
}

/** Writes the header of what begins at `at` in front of it; gives where the header begins. */
export function writeHeaderBefore(base: u32, length: u32, at: u32): u32 {
  const start = at - headerLength(length)
  if (length < 56) store<u8>(start, <u8>(base + length))
  else {
    const size = at - start - 1
    store<u8>(start, <u8>(base + 55 + size))
    for (let index: u32 = 0; index < size; index++) store<u8>(start + 1 + index, <u8>(length >> ((size - 1 - index) * 8)))
  }
  return start
}

function isHex(token: u32, length: u32): bool {
  return length >= BARE && load<u8>(token) === QUOTE && load<u16>(token + 1) === PREFIX
}

/** Bytes of exactly that many. */
export function writeFixed(token: u32, length: u32, bytes: u32, to: u32): u32 {
  if (token === 0 || length !== BARE + bytes * 2 || !isHex(token, length)) return 0
  to = writeHeader(0x80, bytes, to)
  return decodeHex(token + 3, bytes * 2, to) ? to + bytes : 0
}

/** Bytes of any length. */
export function writeData(token: u32, length: u32, to: u32): u32 {
  if (token === 0 || !isHex(token, length) || length % 2 !== 0) return 0
  const bytes = (length - BARE) / 2
  if (bytes === 1) {
    if (!decodeHex(token + 3, 2, to)) return 0
    const byte = load<u8>(to)
    if (byte < 0x80) return to + 1
    store<u8>(to, 0x81)
    store<u8>(to + 1, byte)
    return to + 2
  }
  to = writeHeader(0x80, bytes, to)
  return decodeHex(token + 3, bytes * 2, to) ? to + bytes : 0
}

/** A quantity of at most 256 bits, without leading zeros. */
export function writeQuantity(token: u32, length: u32, to: u32): u32 {
  if (token === 0 || length <= BARE || length > BARE + 64 || !isHex(token, length)) return 0
  let at = token + 3
  const end = token + length - 1
  while (at < end - 1 && load<u8>(at) === 0x30) at++
  const digits = end - at
  if (digits <= 16) {
    let value: u64 = 0
    for (; at < end; at++) {
      const digit = digitAt(at)
      if (digit < 0) return 0
      value = (value << 4) | <u64>digit
    }
    return writeNumber(value, to)
  }
  const bytes = (digits + 1) / 2
  store<u8>(to, <u8>(0x80 + bytes))
  if (digits % 2 === 0) return decodeHex(at, digits, to + 1) ? to + 1 + bytes : 0
  store<u8>(SCRATCH, 0x30)
  memory.copy(SCRATCH + 1, at, digits)
  return decodeHex(SCRATCH, digits + 1, to + 1) ? to + 1 + bytes : 0
}

/** A number that is at hand. */
export function writeNumber(value: u64, to: u32): u32 {
  if (value === 0) {
    store<u8>(to, 0x80)
    return to + 1
  }
  if (value < 0x80) {
    store<u8>(to, <u8>value)
    return to + 1
  }
  const size = <u32>(8 - (clz(value) >> 3))
  store<u8>(to, <u8>(0x80 + size))
  store<u64>(to + 1, bswap<u64>(value << (64 - size * 8)))
  return to + 1 + size
}

/** The number that a hex quantity of at most eight digits names; -1 where it is none. */
export function smallQuantity(token: u32, length: u32): i64 {
  if (token === 0 || length <= BARE || length > BARE + 8 || !isHex(token, length)) return -1
  let value: i64 = 0
  const end = token + length - 1
  for (let at = token + 3; at < end; at++) {
    const digit = digitAt(at)
    if (digit < 0) return -1
    value = (value << 4) | <i64>digit
  }
  return value
}
