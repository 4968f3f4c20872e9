const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Bytes in the alphabet of Bitcoin, as Solana and NEAR write hashes and keys. Each leading zero byte is a `1`. */
export function toBase58(bytes: Uint8Array): string {
  const digits: number[] = []
  for (const byte of bytes) {
    let carry = byte
    for (let place = 0; place < digits.length; place++) {
      carry += digits[place]! << 8
      digits[place] = carry % 58
      carry = (carry / 58) | 0
    }
    for (; carry > 0; carry = (carry / 58) | 0) digits.push(carry % 58)
  }
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
