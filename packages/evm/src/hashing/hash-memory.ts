/** Keccak-256 over one memory: what is hashed is first written there, so nothing is copied on the way. */
export interface HashMemory {
  /** The memory. Read it again after `reserve`, `writeHex` or `hash`: growing replaces it. */
  readonly bytes: Uint8Array
  /** Makes at least `length` bytes available, keeping what is there. */
  reserve(length: number): void
  /** Decodes hex digits after `0x` to bytes at `at`. Returns how many. Fails with `MALFORMED` on anything else. */
  writeHex(hex: string, at: number): number
  /** Writes the hash of `length` bytes at `start` to `out`, 32 bytes. */
  hash(start: number, length: number, out: number): void
  /** Hashes `count` ranges, given as pairs of start and length, to `out` one after the other. */
  hashAll(ranges: Int32Array, count: number, out: number): void
}
