import type { Check } from '@defimon/core'
import type { CheckResult } from '@defimon/core/adapter'
import { base58 } from '@scure/base'
import { createBorshWriter } from './borsh-writer.ts'
import { hashHeader } from './header-hash.ts'
import { merkleRoot } from './merkle-root.ts'
import { chunkBodiesOf, chunkHeadersOf, headerOf, type NearRaw, wantedChunkHashes } from './near-raw.ts'
import { type Json, readHash, readNumber, readObject, readString } from './read-json.ts'

/** What a NEAR block lets us recompute. */
export const nearChecks: readonly Check[] = ['block-hash', 'transactions-root', 'receipts-root']

/** The first protocol version whose headers commit to a block body; without `block_body_hash` they cannot be hashed. */
const BLOCK_BODY_PROTOCOL_VERSION = 63

/** The newest protocol version of which a real block was recomputed (testnet 232952651, header version 5). */
const LATEST_KNOWN_PROTOCOL_VERSION = 82

/**
 * Roots in the header, each over one field of the chunk headers, in block order (nearcore core/primitives/src/block.rs). The chunk
 * list travels beside the header, so a block hash alone does not vouch for it.
 */
const CHUNK_ROOTS: readonly { readonly root: string; readonly leaf: (chunk: Json) => Uint8Array }[] = [
  { root: 'chunk_tx_root', leaf: (chunk) => readHash(chunk['tx_root'], 'tx_root') },
  { root: 'chunk_receipts_root', leaf: (chunk) => readHash(chunk['outgoing_receipts_root'], 'outgoing_receipts_root') },
  { root: 'prev_state_root', leaf: (chunk) => readHash(chunk['prev_state_root'], 'prev_state_root') },
  { root: 'outcome_root', leaf: (chunk) => readHash(chunk['outcome_root'], 'outcome_root') },
  {
    root: 'chunk_headers_root',
    leaf: (chunk) => {
      const writer = createBorshWriter()
      writer.fixed(readHash(chunk['chunk_hash'], 'chunk_hash'))
      writer.u64(BigInt(readNumber(chunk['height_included'], 'height_included')))
      return writer.finish()
    },
  },
]

/** The block hash from the header, and the roots in the header from the chunk list. */
function verifyHash(raw: NearRaw): CheckResult {
  const check = 'block-hash'
  const header = headerOf(raw)
  const claimed = readString(header['hash'], 'hash')
  const { candidates, unreadable } = hashHeader(header)
  if (unreadable) return { check, outcome: 'skipped', reason: unreadable }
  if (!candidates.some((candidate) => candidate.hash === claimed)) {
    const protocol = header['latest_protocol_version']
    if (typeof protocol === 'number' && protocol >= BLOCK_BODY_PROTOCOL_VERSION && header['block_body_hash'] === undefined) {
      return { check, outcome: 'skipped', reason: `block_body_hash not given, which protocol ${protocol} headers commit to` }
    }
    if (typeof protocol === 'number' && protocol > LATEST_KNOWN_PROTOCOL_VERSION) {
      return { check, outcome: 'skipped', reason: `protocol ${protocol}: its header version (6 or later) is not known` }
    }
    const computed = candidates[0]?.hash ?? 'none'
    return { check, outcome: 'mismatch', claimed, computed }
  }
  const chunks = chunkHeadersOf(raw)
  for (const { root, leaf } of rootsToCheck(raw, chunks.length)) {
    const stated = readString(header[root], root)
    const computed = base58.encode(merkleRoot(chunks.map(leaf)))
    if (stated !== computed) return { check, outcome: 'mismatch', claimed: stated, computed, detail: `${root} of the chunk list` }
  }
  return { check, outcome: 'passed' }
}

/** Roots that near-lake files without a chunk list allow: their shards show the rest as the node did at that time. */
const ROOTS_OF_SHARDS: ReadonlySet<string> = new Set(['chunk_tx_root', 'prev_state_root', 'outcome_root'])

/** near-lake files of old carry no chunk list in the block. Their shards stand in its place, where each has its chunk. */
function rootsToCheck(raw: NearRaw, chunkCount: number): typeof CHUNK_ROOTS {
  if (Array.isArray(readObject(raw.block, 'block')['chunks'])) return CHUNK_ROOTS
  const isWhole = raw.shards !== undefined && raw.shards.length === chunkCount
  return isWhole ? CHUNK_ROOTS.filter(({ root }) => ROOTS_OF_SHARDS.has(root)) : []
}

/** Chunk answers against the chunk list that the header commits to. */
function verifyChunks(raw: NearRaw): CheckResult {
  const check = 'transactions-root'
  const height = readNumber(headerOf(raw)['height'], 'height')
  const bodies = chunkBodiesOf(raw, height)
  if (!bodies) return { check, outcome: 'skipped', reason: 'not recorded' }
  const listed = new Map(chunkHeadersOf(raw).map((chunk) => [readString(chunk['chunk_hash'], 'chunk_hash'), chunk]))
  const wanted = raw.chunks && wantedChunkHashes(raw)
  if (wanted && wanted.length !== bodies.length) {
    return { check, outcome: 'mismatch', claimed: `${bodies.length} chunks`, computed: `${wanted.length} with transactions` }
  }
  for (const [index, body] of bodies.entries()) {
    const header = readObject(body['header'], 'chunk header')
    const hash = readString(header['chunk_hash'], 'chunk_hash')
    const asked = wanted?.[index]
    if (asked !== undefined && asked !== hash) {
      return { check, outcome: 'mismatch', claimed: hash, computed: asked, detail: 'another chunk than asked for' }
    }
    const promised = listed.get(hash)
    if (!promised) return { check, outcome: 'mismatch', claimed: hash, computed: 'no such chunk in the block', detail: 'chunk' }
    for (const field of ['tx_root', 'shard_id', 'gas_used', 'prev_state_root', 'outgoing_receipts_root']) {
      if (header[field] === promised[field]) continue
      return {
        check,
        outcome: 'mismatch',
        claimed: String(header[field]),
        computed: String(promised[field]),
        detail: `${field} of chunk ${hash}`,
      }
    }
  }
  return {
    check,
    outcome: 'skipped',
    reason: 'views leave out the block hash that each signer named, so transactions cannot be hashed',
  }
}

/** Recomputes what a NEAR block allows. */
export function verifyNearBlock(raw: NearRaw, detail: 'header' | 'transactions' | 'receipts'): readonly CheckResult[] {
  const results: CheckResult[] = [verifyHash(raw)]
  results.push(
    detail === 'header'
      ? { check: 'transactions-root', outcome: 'skipped', reason: 'transactions not asked' }
      : verifyChunks(raw),
  )
  results.push({
    check: 'receipts-root',
    outcome: 'skipped',
    reason:
      detail !== 'receipts'
        ? 'receipts not asked'
        : raw.shards
          ? 'outcomes of a chunk are committed to by a later block'
          : 'NEAR RPC gives no execution outcomes with a block',
  })
  return results
}
