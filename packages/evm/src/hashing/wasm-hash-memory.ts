import { malformed } from '../encoding/rpc-object.ts'
import { decodeHex } from './decode-hex.ts'
import type { HashMemory } from './hash-memory.ts'
import { KECCAK_MODULE } from './keccak-module.ts'

/** Places in the module's memory (scripts/keccak-module-text.ts). */
const TEXT = 2048
const TEXT_LENGTH = 65_536
const DATA = 68_096

const PAGE = 65_536
const RATE = 136
/** The decoder writes whole steps, and so up to 15 bytes too many. */
const OVERRUN = 64
/** Messages of equally many blocks are hashed two at a time, up to 35 kB. Two longer ones of the same length are rare. */
const MAX_PAIRED_BLOCKS = 256
/** Up to here a loop in JavaScript is faster than the way into the module. */
const SHORT_HEX = 24

interface KeccakExports {
  readonly memory: WebAssembly.Memory
  hash(from: number, length: number, out: number): void
  hashPair(first: number, firstLength: number, second: number, secondLength: number, firstOut: number, secondOut: number): void
  decodeHex(text: number, length: number, out: number): number
}

/** Keccak and hex decoding in WebAssembly. Rejects where it cannot be compiled (no SIMD, or forbidden). */
export async function createWasmHashMemory(initialLength: number): Promise<HashMemory> {
  return (await createSharedHashMemory(initialLength)).hashMemory
}

/** As `createWasmHashMemory`, with the memory itself, in which the hash memory's bytes begin at `PLACES.data` of the byte reader. */
export async function createSharedHashMemory(
  initialLength: number,
): Promise<{ readonly hashMemory: HashMemory; readonly memory: WebAssembly.Memory }> {
  const binary = Uint8Array.from(atob(KECCAK_MODULE), (character) => character.charCodeAt(0))
  const { instance } = await WebAssembly.instantiate(binary)
  const { memory, hash, hashPair, decodeHex: decodeInModule } = instance.exports as unknown as KeccakExports
  const encoder = new TextEncoder()
  let bytes: Uint8Array
  let text: Uint8Array
  /** By the count of blocks: one more than the range that waits for another of as many, or nothing. Longer ranges are hashed alone. */
  const waiting = new Int32Array(MAX_PAIRED_BLOCKS)

  function refresh(): void {
    bytes = new Uint8Array(memory.buffer, DATA)
    text = new Uint8Array(memory.buffer, TEXT, TEXT_LENGTH)
  }
  function reserve(length: number): void {
    if (length <= bytes.length) return
    memory.grow(Math.ceil((Math.max(length, bytes.length * 2) - bytes.length) / PAGE))
    refresh()
  }
  /** Digits `from` to `to` of a text. */
  function decodePart(hex: string, from: number, to: number, at: number): void {
    const part = from === 0 && to === hex.length ? hex : hex.slice(from, to)
    const { written } = encoder.encodeInto(part, text)
    if (
      written !== part.length ||
      decodeInModule(TEXT + (from === 0 ? 2 : 0), part.length - (from === 0 ? 2 : 0), DATA + at) !== 0
    ) {
      throw malformed('not hex data')
    }
  }

  memory.grow(Math.ceil(initialLength / PAGE))
  refresh()
  const hashMemory: HashMemory = {
    get bytes() {
      return bytes
    },
    reserve,
    writeHex(hex, at) {
      const { length } = hex
      const count = (length >> 1) - 1
      if (at + count + OVERRUN > bytes.length) reserve(at + count + OVERRUN)
      if (length <= SHORT_HEX) return decodeHex(hex, bytes, at)
      if (length % 2 !== 0 || hex.charCodeAt(0) !== 0x30 || hex.charCodeAt(1) !== 0x78) throw malformed('not hex data')
      if (length <= TEXT_LENGTH - OVERRUN) decodePart(hex, 0, length, at)
      else {
        const step = TEXT_LENGTH - 2 * OVERRUN
        for (let from = 0; from < length; from += step) {
          decodePart(hex, from, Math.min(length, from + step), at + Math.max(0, (from >> 1) - 1))
        }
      }
      return count
    },
    hash(start, length, out) {
      hash(DATA + start, length, DATA + out)
    },
    hashAll(ranges, count, out) {
      for (let index = 0; index < count; index++) {
        const start = ranges[index * 2]!
        const length = ranges[index * 2 + 1]!
        const blocks = Math.floor(length / RATE)
        if (blocks >= MAX_PAIRED_BLOCKS) {
          hash(DATA + start, length, DATA + out + index * 32)
          continue
        }
        const other = waiting[blocks]! - 1
        if (other < 0) {
          waiting[blocks] = index + 1
          continue
        }
        waiting[blocks] = 0
        const first = DATA + ranges[other * 2]!
        hashPair(first, ranges[other * 2 + 1]!, DATA + start, length, DATA + out + other * 32, DATA + out + index * 32)
      }
      for (let blocks = 0; blocks < MAX_PAIRED_BLOCKS; blocks++) {
        const index = waiting[blocks]! - 1
        if (index >= 0) hash(DATA + ranges[index * 2]!, ranges[index * 2 + 1]!, DATA + out + index * 32)
      }
      waiting.fill(0)
    },
  }
  return { hashMemory, memory }
}
