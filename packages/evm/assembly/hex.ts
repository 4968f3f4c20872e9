/** The value of a lowercase hex digit, or -1. */
export function digitAt(at: u32): i32 {
  const code = <u32>load<u8>(at)
  if (code - 0x30 < 10) return <i32>(code - 0x30)
  if (code - 0x61 < 6) return <i32>(code - 0x57)
  return -1
}

/** Sixteen digits as eight lanes of a byte each. Adds what is no lowercase digit to `wrong`, where `counts` says that it matters. */
let wrong: v128 = i8x16.splat(0)

function eightBytes(digits: v128): v128 {
  const number = i8x16.sub(digits, i8x16.splat(0x30))
  const letter = i8x16.sub(digits, i8x16.splat(0x61))
  const isNumber = i8x16.lt_u(number, i8x16.splat(10))
  const isDigit = v128.or(isNumber, i8x16.lt_u(letter, i8x16.splat(6)))
  wrong = v128.not(isDigit)
  const value = v128.bitselect(number, i8x16.add(letter, i8x16.splat(10)), isNumber)
  return v128.or(i16x8.shl(v128.and(value, i16x8.splat(255)), 4), i16x8.shr_u(value, 8))
}

/**
 * Decodes an even count of lowercase digits to bytes. May read 31 digits and write 15 bytes too many. False where one is no lowercase
 * digit.
 */
export function decodeHex(from: u32, digits: u32, to: u32): bool {
  let bad = i8x16.splat(0)
  while (digits >= 32) {
    const low = eightBytes(v128.load(from))
    bad = v128.or(bad, wrong)
    const high = eightBytes(v128.load(from + 16))
    bad = v128.or(bad, wrong)
    v128.store(to, i8x16.narrow_i16x8_u(low, high))
    from += 32
    to += 16
    digits -= 32
  }
  if (digits > 0) {
    const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    const low = eightBytes(v128.load(from))
    bad = v128.or(bad, v128.and(wrong, i8x16.lt_u(places, i8x16.splat(<i8>digits))))
    const high = eightBytes(v128.load(from + 16))
    bad = v128.or(bad, v128.and(wrong, i8x16.lt_u(i8x16.add(places, i8x16.splat(16)), i8x16.splat(<i8>digits))))
    v128.store(to, i8x16.narrow_i16x8_u(low, high))
  }
  return !v128.any_true(bad)
}
