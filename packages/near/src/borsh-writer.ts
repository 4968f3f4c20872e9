/** Writes values in Borsh (borsh.io): little-endian integers, u32-prefixed sequences, one-byte enum tags. */
export class BorshWriter {
  #bytes: Uint8Array = new Uint8Array(512)
  #view: DataView = new DataView(this.#bytes.buffer)
  #length = 0

  #reserve(count: number): number {
    const at = this.#length
    this.#length += count
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2))
      grown.set(this.#bytes)
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    return at
  }

  u8(value: number): void {
    const at = this.#reserve(1)
    this.#view.setUint8(at, value)
  }

  u32(value: number): void {
    const at = this.#reserve(4)
    this.#view.setUint32(at, value, true)
  }

  u64(value: bigint): void {
    const at = this.#reserve(8)
    this.#view.setBigUint64(at, value, true)
  }

  u128(value: bigint): void {
    this.u64(value & 0xffff_ffff_ffff_ffffn)
    this.u64(value >> 64n)
  }

  /** Bytes as they are, without a length. */
  fixed(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length)
    this.#bytes.set(bytes, at)
  }

  /** A `Vec<u8>`: length, then the bytes. */
  bytes(bytes: Uint8Array): void {
    this.u32(bytes.length)
    this.fixed(bytes)
  }

  string(text: string): void {
    this.bytes(new TextEncoder().encode(text))
  }

  /** What was written so far. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}
