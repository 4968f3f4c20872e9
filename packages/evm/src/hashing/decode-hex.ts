import { malformed } from '../encoding/rpc-object.ts'

const NOT_A_DIGIT = 0xff
const DIGITS: Uint8Array = /* @__PURE__ */ digitTable()

function digitTable(): Uint8Array {
  const table = new Uint8Array(128).fill(NOT_A_DIGIT)
  for (let digit = 0; digit < 16; digit++) {
    table[digit.toString(16).charCodeAt(0)] = digit
    table[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
  }
  return table
}

/** Writes the bytes of `0x…` to `bytes` at `at`; returns how many. Fails with `MALFORMED` where it is no whole hex. */
export function decodeHex(hex: string, bytes: Uint8Array, at: number): number {
  const length = hex.length
  if (length < 2 || length % 2 !== 0 || hex.charCodeAt(0) !== 0x30 || hex.charCodeAt(1) !== 0x78) throw malformed('not hex data')
  let seen = 0
  let position = at
  for (let index = 2; index < length; index += 2) {
    const high = DIGITS[hex.charCodeAt(index)] ?? NOT_A_DIGIT
    const low = DIGITS[hex.charCodeAt(index + 1)] ?? NOT_A_DIGIT
    seen |= high | low
    bytes[position++] = (high << 4) | low
  }
  if (seen > 0x0f) throw malformed('not hex data')
  return position - at
}
