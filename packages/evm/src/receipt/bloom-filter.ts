import type { HashMemory } from '../hashing/hash-memory.ts'

/** The three bits of a value in a bloom of 2,048 (yellow paper, 4.3.1), as places of a hex digit and its bit. */
export type BloomBits = readonly (readonly [digit: number, bit: number])[]

/** Works out the bits of an address or topic. Overwrites the memory. */
export function bloomBits(value: string, memory: HashMemory): BloomBits {
  const length = memory.writeHex(value, 0)
  memory.hash(0, length, 64)
  const { bytes } = memory
  return [0, 2, 4].map((offset) => {
    const bit = ((bytes[64 + offset]! << 8) | bytes[65 + offset]!) & 0x7ff
    // Bit 0 is the lowest of the last byte, and so of the last digit.
    return [2 + 511 - (bit >> 2), 1 << (bit & 3)] as const
  })
}

/** Whether a bloom may hold a value. False is certain. */
export function mayHold(bloom: string, bits: BloomBits): boolean {
  return bits.every(([digit, bit]) => (Number.parseInt(bloom.charAt(digit), 16) & bit) !== 0)
}
