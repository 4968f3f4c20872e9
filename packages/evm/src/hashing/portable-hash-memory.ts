import { keccak_256 } from '@noble/hashes/sha3.js'
import { decodeHex } from './decode-hex.ts'
import type { HashMemory } from './hash-memory.ts'

/** Keccak in plain JavaScript, for places where WebAssembly cannot be loaded (strict content security policies). */
export function createPortableHashMemory(initialLength: number): HashMemory {
  let bytes = new Uint8Array(initialLength)
  function reserve(length: number): void {
    if (length <= bytes.length) return
    const grown = new Uint8Array(Math.max(length, bytes.length * 2))
    grown.set(bytes)
    bytes = grown
  }
  function hash(start: number, length: number, out: number): void {
    bytes.set(keccak_256(bytes.subarray(start, start + length)), out)
  }
  return {
    get bytes() {
      return bytes
    },
    reserve,
    writeHex(hex, at) {
      reserve(at + hex.length)
      return decodeHex(hex, bytes, at)
    },
    hash,
    hashAll(ranges, count, out) {
      for (let index = 0; index < count; index++) hash(ranges[index * 2]!, ranges[index * 2 + 1]!, out + index * 32)
    },
  }
}
