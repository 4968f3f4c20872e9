import { readFileSync } from 'node:fs'
import asc from 'assemblyscript/asc'

const FOLDER = new URL('../assembly/', import.meta.url)

/** Compiles the module that reads blocks from bytes. */
export async function assembleReaderModule(): Promise<Uint8Array> {
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main(
    [
      ...['index.ts', '--outFile', 'reader.wasm', '-O3', '--noAssert', '--runtime', 'stub'],
      ...['--importMemory', '--noExportMemory', '--enable', 'simd,bulk-memory'],
    ],
    {
      readFile: (name) => {
        try {
          // The compiler adds the ending to imports that have it already, as ours do.
          return readFileSync(new URL(name.replace(/(\.ts)+$/, '.ts'), FOLDER), 'utf8')
        } catch {
          return null
        }
      },
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error || !binary) throw error ?? new Error(String(stderr))
  return binary
}
