import { writeFileSync } from 'node:fs'
import { assembleKeccakModule } from './assemble-keccak-module.ts'

// Writes the module into the sources. Run after a change of its text; a test compares the two.
const base64 = Buffer.from(await assembleKeccakModule()).toString('base64')
const lines = base64.match(/.{1,120}/g) ?? []
writeFileSync(
  new URL('../src/hashing/keccak-module.ts', import.meta.url),
  `/** The module of scripts/keccak-module-text.ts, assembled and in base64. Written by scripts/build-keccak-module.ts. */
export const KECCAK_MODULE: string =
${lines.map((line) => `  '${line}'`).join(' +\n')}
`,
)
console.log(`${base64.length} characters`)
