const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const FIVE_DIGITS = 58 ** 5

/** Bytes in the alphabet of Bitcoin, as Solana and NEAR write hashes and keys. Each leading zero byte is a `1`. */
export function toBase58(bytes: Uint8Array): string {
  // Five digits at a time: what they hold, times 256, is an integer still.
  const groups: number[] = []
  for (const byte of bytes) {
    let carry = byte
    for (let place = 0; place < groups.length; place++) {
      carry += groups[place]! * 256
      groups[place] = carry % FIVE_DIGITS
      carry = Math.floor(carry / FIVE_DIGITS)
    }
    if (carry > 0) groups.push(carry)
  }
  const digits = groups.flatMap((group) => [0, 1, 2, 3, 4].map((place) => Math.floor(group / 58 ** place) % 58))
  while (digits.at(-1) === 0) digits.pop()
  let text = ''
  for (const byte of bytes) {
    if (byte !== 0) break
    text += '1'
  }
  for (let place = digits.length - 1; place >= 0; place--) text += ALPHABET[digits[place]!]
  return text
}

/** The bytes of a base58 text. Throws `RangeError` on a character that is not in the alphabet. */
export function fromBase58(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    let carry = ALPHABET.indexOf(character)
    if (carry < 0) throw new RangeError(`not base58: ${character}`)
    for (let place = 0; place < bytes.length; place++) {
      carry += bytes[place]! * 58
      bytes[place] = carry & 0xff
      carry >>= 8
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff)
  }
  let zeros = 0
  while (text[zeros] === '1') zeros++
  return Uint8Array.from([...new Uint8Array(zeros), ...bytes.reverse()])
}
