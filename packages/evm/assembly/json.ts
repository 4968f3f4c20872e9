// JSON as nodes write it: no space between tokens, no escapes, nothing but ASCII. Whatever is otherwise is left to `JSON.parse`. The text is
// followed by zeros, which no value can hold, so nothing reads past its end.

export const QUOTE: u8 = 0x22
export const COMMA: u8 = 0x2c
export const COLON: u8 = 0x3a
export const OPEN_LIST: u8 = 0x5b
export const CLOSE_LIST: u8 = 0x5d
export const OPEN_OBJECT: u8 = 0x7b
export const CLOSE_OBJECT: u8 = 0x7d
const NULL: u32 = 0x6c6c756e
const TRUE: u32 = 0x65757274
const ALSE: u32 = 0x65736c61
/** Deeper values are left to `JSON.parse`. */
export const MOST_DEPTH: i32 = 16

/** Where the string whose content begins at `at` has its closing quote; 0 where it holds an backslash, a control character or no ASCII. */
export function stringEnd(at: u32): u32 {
  const quote = i8x16.splat(0x22)
  const backslash = i8x16.splat(0x5c)
  const space = i8x16.splat(0x20)
  while (true) {
    const part = v128.load(at)
    const stops = v128.or(v128.or(i8x16.eq(part, quote), i8x16.eq(part, backslash)), i8x16.lt_s(part, space))
    const found = i8x16.bitmask(stops)
    if (found !== 0) {
      const end = at + <u32>ctz(found)
      return load<u8>(end) === QUOTE ? end : 0
    }
    at += 16
  }
}

/** Where the value that begins at `at` ends; 0 where it is no plain JSON. */
export function valueEnd(at: u32, depth: i32): u32 {
  const first = load<u8>(at)
  if (first === QUOTE) {
    const end = stringEnd(at + 1)
    return end === 0 ? 0 : end + 1
  }
  if (first === OPEN_OBJECT) return objectEnd(at, depth)
  if (first === OPEN_LIST) return listEnd(at, depth)
  const word = load<u32>(at)
  if (word === NULL || word === TRUE) return at + 4
  if (first === 0x66) return load<u32>(at + 1) === ALSE ? at + 5 : 0
  return integerEnd(at)
}

/** Fractions and exponents are left to `JSON.parse`. */
function integerEnd(at: u32): u32 {
  if (load<u8>(at) === 0x2d) at++
  const first = load<u8>(at)
  if (first < 0x30 || first > 0x39) return 0
  at++
  if (first !== 0x30) while (load<u8>(at) - 0x30 < 10) at++
  const next = load<u8>(at)
  return next === COMMA || next === CLOSE_LIST || next === CLOSE_OBJECT ? at : 0
}

function objectEnd(at: u32, depth: i32): u32 {
  if (depth === 0) return 0
  at++
  if (load<u8>(at) === CLOSE_OBJECT) return at + 1
  while (true) {
    if (load<u8>(at) !== QUOTE) return 0
    const name = stringEnd(at + 1)
    if (name === 0 || load<u8>(name + 1) !== COLON) return 0
    at = valueEnd(name + 2, depth - 1)
    if (at === 0) return 0
    const next = load<u8>(at++)
    if (next === CLOSE_OBJECT) return at
    if (next !== COMMA) return 0
  }
}

function listEnd(at: u32, depth: i32): u32 {
  if (depth === 0) return 0
  at++
  if (load<u8>(at) === CLOSE_LIST) return at + 1
  while (true) {
    at = valueEnd(at, depth - 1)
    if (at === 0) return 0
    const next = load<u8>(at++)
    if (next === CLOSE_LIST) return at
    if (next !== COMMA) return 0
  }
}

/** Copies text. May write 15 bytes too many. */
export function copyText(from: u32, length: u32, to: u32): u32 {
  const end = to + length
  while (to < end) {
    v128.store(to, v128.load(from))
    from += 16
    to += 16
  }
  return end
}

/** Whether two texts of the same length are the same. */
export function sameText(one: u32, other: u32, length: u32): bool {
  while (length >= 16) {
    if (v128.any_true(v128.xor(v128.load(one), v128.load(other)))) return false
    one += 16
    other += 16
    length -= 16
  }
  while (length > 0) {
    if (load<u8>(one) !== load<u8>(other)) return false
    one++
    other++
    length--
  }
  return true
}

/** Writes a number in decimal digits. */
export function writeDecimal(value: u32, to: u32): u32 {
  let size: u32 = 1
  for (let rest = value / 10; rest > 0; rest /= 10) size++
  const end = to + size
  let at = end
  do {
    store<u8>(--at, <u8>(0x30 + (value % 10)))
    value /= 10
  } while (at > to)
  return end
}
