const PAIRS: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes as lowercase `0x…`. */
export function encodeHex(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = '0x'
  for (let index = start; index < end; index++) text += PAIRS[bytes[index]!]
  return text
}
