/** Where the content of an RLP item stands in its bytes. `end` is past the bytes where they end early. */
export interface RlpItem {
  readonly kind: 'string' | 'list'
  readonly start: number
  readonly end: number
}

/** The RLP item at `at` (ethereum.org, "Recursive-length prefix serialization"). Undefined where not even its length is there. */
export function readRlpItem(bytes: Uint8Array, at: number): RlpItem | undefined {
  const first = bytes[at]
  if (first === undefined) return undefined
  if (first < 0x80) return { kind: 'string', start: at, end: at + 1 }
  const kind = first < 0xc0 ? 'string' : 'list'
  const short = first - (kind === 'string' ? 0x80 : 0xc0)
  if (short <= 55) return { kind, start: at + 1, end: at + 1 + short }
  const lengthBytes = short - 55
  // No content of more than 2^32 bytes is read here; a longer length can only be false.
  if (lengthBytes > 4 || at + 1 + lengthBytes > bytes.length) return undefined
  let length = 0
  for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + (bytes[at + 1 + index] as number)
  const start = at + 1 + lengthBytes
  return { kind, start, end: start + length }
}

/** The items of a list's content, as long as they are whole. Undefined where one is not, or there are more than `most`. */
export function readRlpList(bytes: Uint8Array, list: RlpItem, most: number): readonly RlpItem[] | undefined {
  if (list.kind !== 'list' || list.end > bytes.length) return undefined
  const items: RlpItem[] = []
  for (let at = list.start; at < list.end; ) {
    const item = readRlpItem(bytes, at)
    if (!item || item.end > list.end || items.length === most) return undefined
    items.push(item)
    at = item.end
  }
  return items
}

/** The number that a string of at most six bytes is. Undefined where it is none. */
export function rlpNumber(bytes: Uint8Array, item: RlpItem): number | undefined {
  if (item.kind !== 'string' || item.end - item.start > 6 || item.end > bytes.length) return undefined
  let value = 0
  for (let index = item.start; index < item.end; index += 1) value = value * 256 + (bytes[index] as number)
  return value
}
