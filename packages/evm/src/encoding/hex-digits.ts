/** By character code: the value of a hex digit of either case, or -1. Codes beyond the table are no digits. */
export const HEX_DIGITS: Int8Array = /* @__PURE__ */ digitTable()

function digitTable(): Int8Array {
  const table = new Int8Array(256).fill(-1)
  for (let digit = 0; digit < 16; digit++) {
    const text = digit.toString(16)
    table[text.charCodeAt(0)] = digit
    table[text.toUpperCase().charCodeAt(0)] = digit
  }
  return table
}

/** Whether a text begins with `0x`. */
export function hasHexPrefix(text: string): boolean {
  return text.charCodeAt(0) === 0x30 && text.charCodeAt(1) === 0x78
}
