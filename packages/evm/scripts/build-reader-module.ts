import { writeFileSync } from 'node:fs'
import { assembleReaderModule } from './assemble-reader-module.ts'

// Writes the module into the sources. Run after a change of `assembly`; a test compares the two.
const base64 = Buffer.from(await assembleReaderModule()).toString('base64')
const lines = base64.match(/.{1,120}/g) ?? []
writeFileSync(
  new URL('../src/bytes/reader-module.ts', import.meta.url),
  `/** The module of assembly/index.ts, compiled and in base64. Written by scripts/build-reader-module.ts. */
export const READER_MODULE: string =
${lines.map((line) => `  '${line}'`).join(' +\n')}
`,
)
console.log(`${base64.length} characters`)
