import { loadWorkspace } from '@defimon/evm'

/** What a commit of codec 7 or later names. */
export interface CommittedChain {
  /** The codec's. */
  readonly version: number
  readonly parentBatchHash: string
  readonly lastBatchHash: string
  /** One a batch. */
  readonly blobVersionedHashes: readonly string[]
}

/** Codec 7 came to mainnet above this index. What is below is tried last. */
const LIKELY_FROM = 300_000
const MOST_INDEX = 1_000_000
/** About a second. */
const MOST_HASHES = 3_000_000
const MESSAGE_BYTES = 1 + 8 + 32 + 32
/** Messages stand apart, so that the hash of one is written right into the next. */
const STRIDE = 128
const INDEX_AT = 1
const BLOB_AT = 9
const PARENT_AT = 41

/**
 * The index of the first batch of a commit, which the calldata do not name: the one for which
 * `keccak(version ‖ index ‖ blob hash ‖ parent hash)`, batch after batch, ends in the last batch's hash (scroll-contracts, BatchHeaderV7Codec.sol).
 * Undefined where there is none, as where the blob hashes are of another transaction, and where the search would take seconds. Some 0.1 s for a recent batch.
 */
export async function findBatchIndex(chain: CommittedChain): Promise<number | undefined> {
  const { version, parentBatchHash, lastBatchHash, blobVersionedHashes } = chain
  const count = blobVersionedHashes.length
  if (count === 0) return undefined
  const { memory } = (await loadWorkspace()).writer
  memory.reserve(STRIDE * (count + 2))
  blobVersionedHashes.forEach((hash, place) => {
    memory.bytes.fill(0, STRIDE * place, STRIDE * place + BLOB_AT)
    memory.bytes[STRIDE * place] = version
    memory.writeHex(hash, STRIDE * place + BLOB_AT)
  })
  memory.writeHex(parentBatchHash, PARENT_AT)
  const wantedAt = STRIDE * (count + 1)
  memory.writeHex(lastBatchHash, wantedAt)
  const wanted = memory.bytes.slice(wantedAt, wantedAt + 32)

  const leadsThere = (first: number): boolean => {
    for (let place = 0; place < count; place += 1) {
      const start = STRIDE * place
      const index = first + place
      // Eight bytes; the first five stay zero.
      const { bytes } = memory
      bytes[start + INDEX_AT + 5] = index >> 16
      bytes[start + INDEX_AT + 6] = index >> 8
      bytes[start + INDEX_AT + 7] = index
      memory.hash(start, MESSAGE_BYTES, start + STRIDE + PARENT_AT)
    }
    const { bytes } = memory
    for (let index = 0; index < wanted.length; index += 1) {
      if (bytes[STRIDE * count + PARENT_AT + index] !== wanted[index]) return false
    }
    return true
  }
  let tries = Math.floor(MOST_HASHES / count)
  for (const [from, to] of [
    [LIKELY_FROM, MOST_INDEX],
    [0, LIKELY_FROM],
  ] as const) {
    for (let first = from; first < to && tries > 0; first += 1, tries -= 1) if (leadsThere(first)) return first
  }
  return undefined
}
