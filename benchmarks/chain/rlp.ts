/** What RLP encodes (Ethereum yellow paper, appendix B): bytes, amounts, and lists of them. */
export type RlpItem = Uint8Array | bigint | number | readonly RlpItem[]

/** The RLP encoding of an item. Amounts are big-endian without leading zeros. */
export function rlp(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) {
    return item.length === 1 && (item[0] ?? 0) < 0x80 ? item : concat(prefix(0x80, item.length), item)
  }
  if (typeof item === 'object') {
    const body = concat(...item.map(rlp))
    return concat(prefix(0xc0, body.length), body)
  }
  return rlp(amountBytes(BigInt(item)))
}

/** An amount as big-endian bytes; zero is no byte. */
export function amountBytes(amount: bigint): Uint8Array {
  if (amount === 0n) return new Uint8Array()
  const hex = amount.toString(16)
  return Uint8Array.from(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'))
}

/** The parts, one after the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

function prefix(base: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length)
  const size = amountBytes(BigInt(length))
  return concat(Uint8Array.of(base + 55 + size.length), size)
}
