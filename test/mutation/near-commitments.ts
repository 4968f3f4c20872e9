import type { Commitment } from './mutation-score.ts'
import type { Mutation } from './mutations.ts'

const BESIDE_HEADER: Readonly<Record<string, string>> = {
  timestamp: '`timestamp_nanosec`, rounded by JSON',
  signature: 'a signature over the block hash, by the block producer, whom the header does not name',
  rent_paid: 'always zero, and not in the header any more',
  validator_reward: 'always zero, and not in the header any more',
  chunks_included: 'counted by the node',
}

/** Fields of a chunk header over which a root stands in the block header. */
const ROOTED = new Set(['chunk_hash', 'height_included', 'tx_root', 'outgoing_receipts_root', 'prev_state_root', 'outcome_root'])

/** In a chunk's own answer: what must agree with the block's list. */
const REPEATED = new Set(['chunk_hash', 'tx_root', 'shard_id', 'gas_used', 'prev_state_root', 'outgoing_receipts_root'])

/** In a chunk's own answer, where the block holds no list (near-lake before 2024): what the roots of the header stand over. */
const ROOTED_IN_SHARDS = new Set(['tx_root', 'prev_state_root', 'outcome_root'])

const IN_CHUNK_HASH = 'in the chunk hash, which is not recomputed'

/** What a block hash of NEAR commits to: the header, and through its roots the list of chunks. */
export function nearCommitment({ path }: Mutation, raw: { readonly block: unknown }): Commitment {
  const [part, top, index, field] = path
  const names = path.filter((step) => typeof step === 'string')
  if (part === 'block' && top === 'header') {
    const reason = Object.hasOwn(BESIDE_HEADER, String(index)) ? BESIDE_HEADER[String(index)] : undefined
    if (reason !== undefined) return { uncommitted: reason }
    return isBefore(raw, String(index)) ? { uncommitted: 'headers of that time do not hold it' } : 'committed'
  }
  if (part === 'block' && top === 'chunks') {
    return field === undefined || ROOTED.has(String(field)) ? 'committed' : { uncommitted: IN_CHUNK_HASH }
  }
  if (part === 'block') return { uncommitted: 'the block producer, whom the header does not name' }
  if (names.includes('receipt_execution_outcomes')) return { uncommitted: 'outcomes: a later block commits to them' }
  if (names.includes('state_changes')) return { uncommitted: 'state changes: only the state root stands over them' }
  if (names.includes('transactions')) {
    return { uncommitted: 'transactions: views leave out the block hash that each signer named, so they cannot be hashed' }
  }
  if (names.includes('receipts')) return { uncommitted: 'receipts: the outgoing root stands over their Borsh form, not in views' }
  const name = names.at(-1) ?? ''
  if (!names.includes('header')) return { uncommitted: 'around the chunk' }
  const isListed = (raw.block as { chunks?: unknown }).chunks !== undefined
  const committed = isListed ? REPEATED : ROOTED_IN_SHARDS
  return committed.has(name) && names.at(-2) === 'header' ? 'committed' : { uncommitted: IN_CHUNK_HASH }
}

/** Whether a header of version 2 shows a field that came with version 3; the node then makes it up. */
function isBefore(raw: { readonly block: unknown }, field: string): boolean {
  const header = (raw.block as { header?: Readonly<Record<string, unknown>> }).header ?? {}
  const isOld = header['block_ordinal'] === undefined || header['block_ordinal'] === null
  return isOld && ['prev_height', 'epoch_sync_data_hash'].includes(field)
}
