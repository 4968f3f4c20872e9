import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FIRST_BLOCK, generateBlock } from './block.ts'

/** Part of the file's name: raise it whenever the chain changes, so that no old one is read. */
const CHAIN_VERSION = 1
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '.bench')

/** The file of a chain of so many blocks, made when it is not there yet: for each block a line with it and a line with its receipts. */
export async function chainFile(blocks: number): Promise<string> {
  const path = join(folder, `chain-${CHAIN_VERSION}-${blocks}.ndjson`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const out = createWriteStream(`${path}.part`)
  let parent: Uint8Array = new Uint8Array(32)
  for (let index = 0; index < blocks; index++) {
    const { hash, block, receipts } = generateBlock(index, parent)
    parent = hash
    if (!out.write(`${block}\n${receipts}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  renameSync(`${path}.part`, path)
  return path
}

/** The answers of a chain, as bytes. */
export interface Chain {
  readonly first: number
  readonly blocks: readonly Buffer[]
  readonly receipts: readonly Buffer[]
}

/** Reads the file of a chain into memory. */
export function readChain(path: string): Chain {
  const bytes = readFileSync(path)
  const blocks: Buffer[] = []
  const receipts: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start)
    ;(blocks.length === receipts.length ? blocks : receipts).push(bytes.subarray(start, end))
    start = end + 1
  }
  return { first: FIRST_BLOCK, blocks, receipts }
}
