import { toHex } from './hex.ts'
import { permute } from './permute.ts'

/** Bytes that are taken in at a time. */
const RATE = 136
/** Its words of 32 bits. */
const RATE_WORDS: number = RATE / 4
const HASH_WORDS = 8

/** Keccak-256, the hash of Ethereum (FIPS 202's sponge, padded as Keccak was before it became SHA-3). */
export function keccak(bytes: Uint8Array): Uint8Array {
  const state = new Int32Array(50)
  const whole = bytes.length - (bytes.length % RATE)
  for (let start = 0; start < whole; start += RATE) takeIn(state, bytes, start)
  const last = new Uint8Array(RATE)
  last.set(bytes.subarray(whole))
  last[bytes.length - whole]! ^= 0x01
  last[RATE - 1]! ^= 0x80
  takeIn(state, last, 0)
  const hash = new DataView(new ArrayBuffer(4 * HASH_WORDS))
  for (let word = 0; word < HASH_WORDS; word++) hash.setInt32(4 * word, state[word]!, true)
  return new Uint8Array(hash.buffer)
}

function takeIn(state: Int32Array, bytes: Uint8Array, start: number): void {
  const words = new DataView(bytes.buffer, bytes.byteOffset + start, RATE)
  for (let word = 0; word < RATE_WORDS; word++) state[word]! ^= words.getInt32(4 * word, true)
  permute(state)
}

/** Keccak-256 as `0x` text. */
export function keccakHex(bytes: Uint8Array): string {
  return toHex(keccak(bytes))
}
