const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const HASH_BYTES = 32
/** As many digits as 32 bytes take at most. */
const MOST_DIGITS = 44
/** 24 bits each: a digit more makes 30, which stay integers. */
const LIMBS = 11
const LIMB_BYTES = 3

const digitOf = /* @__PURE__ */ new Int8Array(128).fill(-1).map((_, code) => ALPHABET.indexOf(String.fromCharCode(code)))

/**
 * The 32 bytes that a base58 text stands for; undefined where it stands for more or fewer, or is none. A block of NEAR names hundreds of
 * hashes, and a decoder for texts of any length takes twenty times as long.
 */
export function decodeBase58Hash(text: string): Uint8Array | undefined {
  const { length } = text
  if (length > MOST_DIGITS) return undefined
  const limbs = new Int32Array(LIMBS)
  let zeros = 0
  while (zeros < length && text.charCodeAt(zeros) === 0x31) zeros += 1
  for (let at = zeros; at < length; at += 1) {
    const code = text.charCodeAt(at)
    let carry = code < 128 ? digitOf[code]! : -1
    if (carry < 0) return undefined
    for (let limb = 0; limb < LIMBS; limb += 1) {
      const value = limbs[limb]! * 58 + carry
      limbs[limb] = value & 0xff_ff_ff
      carry = value >>> 24
    }
  }
  // 44 digits hold more than 32 bytes do, and never more than the 33 of the limbs.
  if (limbs[LIMBS - 1]! > 0xff_ff) return undefined
  const bytes = new Uint8Array(HASH_BYTES)
  for (let at = 0; at < HASH_BYTES; at += 1) {
    const place = HASH_BYTES - 1 - at
    bytes[place] = limbs[Math.floor(at / LIMB_BYTES)]! >>> (8 * (at % LIMB_BYTES))
  }
  // Each zero byte at the beginning is a digit of its own.
  let leading = 0
  while (leading < HASH_BYTES && bytes[leading] === 0) leading += 1
  return leading === zeros ? bytes : undefined
}
