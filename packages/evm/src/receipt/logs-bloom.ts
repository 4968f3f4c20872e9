import { malformed } from '../encoding/rpc-object.ts'
import { encodeHex } from '../hashing/encode-hex.ts'
import type { HashMemory } from '../hashing/hash-memory.ts'

const BLOOM_LENGTH = 256
const WORDS = BLOOM_LENGTH / 4

/** The OR of blooms of 256 bytes, as hex. Of none it is all zeros. Fails with `MALFORMED` on another length. Overwrites the memory. */
export function orOfBlooms(blooms: Iterable<unknown>, memory: HashMemory): string {
  const sum = new Int32Array(WORDS)
  for (const bloom of blooms) {
    if (typeof bloom !== 'string' || bloom.length !== 2 + BLOOM_LENGTH * 2) throw malformed('a bloom is not 256 bytes')
    memory.writeHex(bloom, 0)
    const words = new Int32Array(memory.bytes.buffer, memory.bytes.byteOffset, WORDS)
    for (let index = 0; index < WORDS; index++) sum[index] = sum[index]! | words[index]!
  }
  return encodeHex(new Uint8Array(sum.buffer))
}
