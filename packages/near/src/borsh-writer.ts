/** Writes values in Borsh (borsh.io): little-endian integers, u32-prefixed sequences, one-byte enum tags. */
export interface BorshWriter {
  u8(value: number): void
  u32(value: number): void
  u64(value: bigint): void
  u128(value: bigint): void
  /** Bytes as they are, without a length. */
  fixed(bytes: Uint8Array): void
  /** A `Vec<u8>`: length, then the bytes. */
  bytes(bytes: Uint8Array): void
  string(text: string): void
  /** What was written so far. */
  finish(): Uint8Array
}

const FIRST_BYTES = 512

/** An empty writer. Its memory grows as needed. */
export function createBorshWriter(): BorshWriter {
  let memory = new Uint8Array(FIRST_BYTES)
  let view = new DataView(memory.buffer)
  let length = 0

  const reserve = (count: number): number => {
    const at = length
    length += count
    if (length > memory.length) {
      const grown = new Uint8Array(Math.max(length, memory.length * 2))
      grown.set(memory)
      memory = grown
      view = new DataView(grown.buffer)
    }
    return at
  }
  const u32 = (value: number): void => {
    const at = reserve(4)
    view.setUint32(at, value, true)
  }
  const u64 = (value: bigint): void => {
    const at = reserve(8)
    view.setBigUint64(at, value, true)
  }
  const fixed = (bytes: Uint8Array): void => {
    const at = reserve(bytes.length)
    memory.set(bytes, at)
  }
  const prefixed = (bytes: Uint8Array): void => {
    u32(bytes.length)
    fixed(bytes)
  }

  return {
    u8(value) {
      const at = reserve(1)
      view.setUint8(at, value)
    },
    u32,
    u64,
    u128(value) {
      u64(value & 0xffff_ffff_ffff_ffffn)
      u64(value >> 64n)
    },
    fixed,
    bytes: prefixed,
    string: (text) => prefixed(new TextEncoder().encode(text)),
    finish: () => memory.subarray(0, length),
  }
}
