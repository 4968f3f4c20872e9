import { HEX_DIGITS } from '../encoding/hex-digits.ts'
import { malformed } from '../encoding/rpc-object.ts'

/** Writes the bytes of `0x…` to `bytes` at `at`; returns how many. Fails with `MALFORMED` where it is no whole hex. */
export function decodeHex(hex: string, bytes: Uint8Array, at: number): number {
  const length = hex.length
  if (length < 2 || length % 2 !== 0 || hex.charCodeAt(0) !== 0x30 || hex.charCodeAt(1) !== 0x78) throw malformed('not hex data')
  let seen = 0
  let position = at
  for (let index = 2; index < length; index += 2) {
    const high = HEX_DIGITS[hex.charCodeAt(index)] ?? -1
    const low = HEX_DIGITS[hex.charCodeAt(index + 1)] ?? -1
    seen |= high | low
    bytes[position++] = (high << 4) | low
  }
  if (seen < 0) throw malformed('not hex data')
  return position - at
}
