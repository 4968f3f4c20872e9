import { type Json, readArray, readNumber, readObject, readString } from './read-json.ts'

/** The answers of one NEAR block, or one near-lake message taken apart. */
export interface NearRaw {
  /** The answer of `block`. */
  readonly block: unknown
  /** The answers of `chunk` for the chunks that hold transactions of this block, in its order. Absent: not recorded. */
  readonly chunks?: readonly unknown[]
  /** The answer of `block` for the parent, where the header does not hold its height (before version 3) and it was asked. */
  readonly parentBlock?: unknown
  /** near-lake `shards`: chunks with the outcomes of what ran in this block. */
  readonly shards?: readonly unknown[]
}

/** The header of a `block` answer. */
export function headerOf(raw: NearRaw): Json {
  return readObject(readObject(raw.block, 'block')['header'], 'header')
}

/** Chunk headers of a block. near-lake files before 2024 keep them in the shards only. */
export function chunkHeadersOf(raw: NearRaw): readonly Json[] {
  const listed = readObject(raw.block, 'block')['chunks']
  if (listed !== undefined) return readArray(listed, 'chunks').map((chunk) => readObject(chunk, 'chunks[]'))
  return (raw.shards ?? []).flatMap((entry) => {
    const chunk = readObject(entry, 'shards[]')['chunk']
    return chunk === null || chunk === undefined ? [] : [readObject(readObject(chunk, 'chunk')['header'], 'chunk header')]
  })
}

/** Whether a chunk is new in a block of this height; else it is an older one that the block repeats. */
export function isNewChunk(chunk: Json, height: number): boolean {
  return readNumber(chunk['height_included'], 'height_included') === height
}

/** The chunks with their transactions, in block order, of this height only. Undefined where they were not recorded. */
export function chunkBodiesOf(raw: NearRaw, height: number): readonly Json[] | undefined {
  if (!raw.shards) return raw.chunks?.map((chunk) => readObject(chunk, 'chunk'))
  const bodies = raw.shards.flatMap((entry) => {
    const chunk = readObject(entry, 'shards[]')['chunk']
    return chunk === null || chunk === undefined ? [] : [readObject(chunk, 'chunk')]
  })
  return bodies.filter((body) => {
    const header = readObject(body['header'], 'chunk header')
    // near-lake writes height_included as 0 for chunks of its own block in its oldest files.
    return isNewChunk(header, height) || (header['height_included'] === 0 && header['height_created'] === height)
  })
}

/** The Merkle root of no transactions. */
const NO_TRANSACTIONS = '11111111111111111111111111111111'

/** Hashes of the chunks to ask for, in block order: those that are new and whose root says that they hold transactions. */
export function wantedChunkHashes(raw: NearRaw): readonly string[] {
  const height = readNumber(headerOf(raw)['height'], 'height')
  return chunkHeadersOf(raw)
    .filter((chunk) => isNewChunk(chunk, height) && chunk['tx_root'] !== NO_TRANSACTIONS)
    .map((chunk) => readString(chunk['chunk_hash'], 'chunk_hash'))
}

/** near-lake `receipt_execution_outcomes` of all shards, in order; undefined in RPC answers. */
export function executedReceiptsOf(raw: NearRaw): readonly Json[] | undefined {
  return raw.shards?.flatMap((entry) => {
    const outcomes = readObject(entry, 'shards[]')['receipt_execution_outcomes']
    return outcomes === undefined
      ? []
      : readArray(outcomes, 'receipt_execution_outcomes').map((outcome) => readObject(outcome, 'outcome'))
  })
}
