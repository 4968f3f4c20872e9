/** What RLP encodes (Ethereum yellow paper, appendix B). */
export type RlpItem = Uint8Array | readonly RlpItem[]

function lengthOfLength(length: number): number {
  let bytes = 1
  while (length >= 256 ** bytes) bytes++
  return bytes
}

function headLength(payload: number): number {
  return payload < 56 ? 1 : 1 + lengthOfLength(payload)
}

function payloadLength(item: RlpItem): number {
  if (item instanceof Uint8Array) return item.length
  let length = 0
  for (const each of item) length += rlpLength(each)
  return length
}

/** How many bytes the encoding has. */
export function rlpLength(item: RlpItem): number {
  if (item instanceof Uint8Array && item.length === 1 && item[0]! < 0x80) return 1
  return rlpLengthOf(payloadLength(item))
}

/** How many bytes the encoding of so many has; of several bytes or none, for one may be its own encoding. */
export function rlpLengthOf(payload: number): number {
  return headLength(payload) + payload
}

/** The encoding. */
export function rlpEncode(item: RlpItem): Uint8Array {
  const out = new Uint8Array(rlpLength(item))
  let offset = 0
  const writeHead = (payload: number, short: number): void => {
    if (payload < 56) {
      out[offset++] = short + payload
      return
    }
    const bytes = lengthOfLength(payload)
    out[offset++] = short + 55 + bytes
    for (let shift = bytes - 1; shift >= 0; shift--) out[offset++] = Math.floor(payload / 256 ** shift) % 256
  }
  const write = (each: RlpItem): void => {
    if (each instanceof Uint8Array) {
      if (each.length !== 1 || each[0]! >= 0x80) writeHead(each.length, 0x80)
      out.set(each, offset)
      offset += each.length
      return
    }
    writeHead(payloadLength(each), 0xc0)
    for (const inner of each) write(inner)
  }
  write(item)
  return out
}
