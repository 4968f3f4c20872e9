/** Values in Borsh (borsh.io), as lists of bytes that are joined at the end: slow and plain, for simulated blocks. */
export type Borsh = readonly number[]

/** An unsigned integer of so many bytes, the lowest first. */
export function borshInteger(value: bigint | number, bytes: number): Borsh {
  return Array.from({ length: bytes }, (_, place) => Number((BigInt(value) >> BigInt(8 * place)) & 0xffn))
}

/** A list: its length in four bytes, then its entries. */
export function borshList(entries: readonly Borsh[]): Borsh {
  return [...borshInteger(entries.length, 4), ...entries.flat()]
}

/** A text: its length in bytes, then its bytes in UTF-8. */
export function borshText(text: string): Borsh {
  const bytes = new TextEncoder().encode(text)
  return [...borshInteger(bytes.length, 4), ...bytes]
}

/** Something or nothing: a byte that says it, then the value. */
export function borshOption(value: Borsh | undefined): Borsh {
  return value === undefined ? [0] : [1, ...value]
}
