/** The first bytes of a value that is not plain bytes (`DFMN`); `t` after it means text, `b` bytes that began so themselves. */
const MARK = '44464d4e'
const TEXT = `${MARK}74`
const BYTES = `${MARK}62`
const LONE_SURROGATE = /\p{Surrogate}/u
const LONE_SURROGATES = /\p{Surrogate}/gu
const HEX = /^0x(?:[0-9a-fA-F]{2})*$/

/**
 * Hex digits of what a `bytea` column holds for a hash, address or data. `0x` and whole bytes are those bytes. Any other text (base58,
 * account names, felts with an odd number of digits) is marked, since the column has one type: `text_of` of the schema shows both as
 * they came, `bytes_of` gives what to look for.
 */
export function toByteaHex(text: string): string {
  if (!HEX.test(text)) return TEXT + Buffer.from(storableText(text), 'utf8').toString('hex')
  const digits = text.slice(2)
  return digits.slice(0, 8).toLowerCase() === MARK ? BYTES + digits : digits
}

/** The same for topics: 32 bytes each as one row of bytes, any others as a JSON list. */
export function topicsToByteaHex(topics: readonly string[]): string {
  if (topics.every((topic) => topic.length === 66 && HEX.test(topic))) {
    return toByteaHex(`0x${topics.map((topic) => topic.slice(2)).join('')}`)
  }
  return toByteaHex(JSON.stringify(topics.map(storableText)))
}

/** PostgreSQL holds no NUL and no half of a surrogate pair in text: they become signs, rather than stopping the network. */
export function storableText(text: string): string {
  if (!text.includes('\u0000') && !LONE_SURROGATE.test(text)) return text
  return text.replaceAll('\u0000', '\u2400').replaceAll(LONE_SURROGATES, '\ufffd')
}
