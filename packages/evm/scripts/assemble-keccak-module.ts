import wabt from 'wabt'
import { keccakModuleText } from './keccak-module-text.ts'

/** Assembles the module's text. */
export async function assembleKeccakModule(): Promise<Uint8Array> {
  const assembler = await wabt()
  const parsed = assembler.parseWat('keccak.wat', keccakModuleText(), { simd: true, bulk_memory: true })
  try {
    return parsed.toBinary({ log: false, write_debug_names: false }).buffer
  } finally {
    parsed.destroy()
  }
}
