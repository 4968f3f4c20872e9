import { encodeJson } from '../encode-json.ts'

/** What SQLite holds for a hash, address or data: bytes where the text is hex of whole bytes, else the text as it is. */
export type StoredBytes = Uint8Array | string

const REMEMBERED = 8_192

/**
 * The bytes of `0x…`; any other text (base58, account names, hex of half bytes as StarkNet's felts have it) stays text. Nothing is
 * lost but the case of hex digits.
 */
export function toStoredBytes(text: string): StoredBytes {
  if (text.charCodeAt(0) !== 0x30 || text.charCodeAt(1) !== 0x78 || text.length % 2 === 1) return text
  const bytes = Buffer.from(text.slice(2), 'hex')
  // Decoding stops at the first character that is no hex digit.
  return bytes.length === text.length / 2 - 1 ? bytes : text
}

/** The text of stored bytes. */
export function fromStoredBytes(value: unknown): string {
  return value instanceof Uint8Array ? `0x${Buffer.from(value).toString('hex')}` : String(value)
}

/** The same, remembering the addresses seen last: those of a chain's blocks come again and again. */
export function createAddressEncoder(): (text: string) => StoredBytes {
  const known = new Map<string, StoredBytes>()
  return (text) => {
    let stored = known.get(text)
    if (stored === undefined) {
      stored = toStoredBytes(text)
      if (known.size >= REMEMBERED) known.clear()
      known.set(text, stored)
    }
    return stored
  }
}

const LARGEST_SQLITE_INTEGER = 2n ** 63n - 1n

/** Counts (gas, nonces) as integers, so that they can be summed; as decimal text in the rare case that 63 bits do not hold them. */
export function toStoredCount(value: bigint | undefined): bigint | string | null {
  if (value === undefined) return null
  // Not as a number: a column of any type keeps numbers as they are bound, and they are bound as floats.
  return value >= 0n && value <= LARGEST_SQLITE_INTEGER ? value : String(value)
}

/** Amounts as decimal text: wei exceed the integers and the floats of SQLite, and text is exact, readable and short. */
export function toStoredAmount(value: bigint | undefined): string | null {
  return value === undefined ? null : String(value)
}

/** Topics of 32 bytes each as one row of bytes; any others as a JSON list. */
export function toStoredTopics(topics: readonly string[]): StoredBytes {
  let digits = ''
  for (const topic of topics) {
    if (topic.length !== 66 || topic.charCodeAt(1) !== 0x78) return JSON.stringify(topics)
    digits += topic.slice(2)
  }
  const bytes = Buffer.from(digits, 'hex')
  return bytes.length === topics.length * 32 ? bytes : JSON.stringify(topics)
}

/** JSON of a stack's own fields; null where there is nothing in them. */
export function toStoredJson(fields: unknown): string | null {
  const text = encodeJson(fields)
  return text === '{}' ? null : text
}
