import { malformed } from '../encoding/rpc-object.ts'
import { encodeHex } from '../hashing/encode-hex.ts'
import type { HashMemory } from '../hashing/hash-memory.ts'

const BLOOM_LENGTH = 256
const WORDS = BLOOM_LENGTH / 4

const NO_BITS = `0x${'0'.repeat(BLOOM_LENGTH * 2)}`

/** The OR of blooms of 256 bytes, as hex. Of none it is all zeros. Fails with `MALFORMED` on another length. Overwrites the memory. */
export function orOfBlooms(blooms: Iterable<unknown>, memory: HashMemory): string {
  const sum = new Int32Array(WORDS)
  memory.reserve(BLOOM_LENGTH * 2)
  let { bytes } = memory
  let words = wordsOf(bytes)
  for (const bloom of blooms) {
    if (typeof bloom !== 'string' || bloom.length !== 2 + BLOOM_LENGTH * 2) throw malformed('a bloom is not 256 bytes')
    // What logged nothing adds nothing.
    if (bloom === NO_BITS) continue
    memory.writeHex(bloom, 0)
    if (memory.bytes !== bytes) {
      bytes = memory.bytes
      words = wordsOf(bytes)
    }
    for (let index = 0; index < WORDS; index++) sum[index] = sum[index]! | words[index]!
  }
  return encodeHex(new Uint8Array(sum.buffer))
}

function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, WORDS)
}
