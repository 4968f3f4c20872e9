import type { HashMemory } from './hash-memory.ts'
import { createPortableHashMemory } from './portable-hash-memory.ts'
import { createWasmHashMemory } from './wasm-hash-memory.ts'

const INITIAL_LENGTH = 1 << 20

/** A fresh memory that hashes: WebAssembly where it can be loaded, plain JavaScript elsewhere. Both give the same. */
export async function loadHashMemory(): Promise<HashMemory> {
  try {
    return await createWasmHashMemory(INITIAL_LENGTH)
  } catch {
    return createPortableHashMemory(INITIAL_LENGTH)
  }
}
