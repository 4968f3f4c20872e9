import { sha256 } from '@noble/hashes/sha2'
import { base58 } from '@scure/base'
import { type BorshWriter, createBorshWriter } from './borsh-writer.ts'
import { type Json, readArray, readBigInt, readHash, readKeyed, readNumber, readObject, readString } from './read-json.ts'

/**
 * The result of hashing a header: the base58 hash under each version that its fields allow, most likely first. `unreadable` names why
 * no version could be tried.
 */
export interface HeaderHashes {
  readonly candidates: readonly { readonly version: 2 | 3 | 4 | 5; readonly hash: string }[]
  readonly unreadable?: string
}

function writeStakes(writer: BorshWriter, value: unknown): void {
  const stakes = readArray(value, 'validator_proposals')
  writer.u32(stakes.length)
  for (const entry of stakes) {
    const stake = readObject(entry, 'validator_proposals[]')
    writer.u8(0) // ValidatorStake::V1
    writer.string(readString(stake['account_id'], 'account_id'))
    const key = readKeyed(stake['public_key'], 'public_key')
    writer.u8(key.tag)
    writer.fixed(key.bytes)
    writer.u128(readBigInt(stake['stake'], 'stake'))
  }
}

function writeChallengesResult(writer: BorshWriter, value: unknown): void {
  const results = readArray(value, 'challenges_result')
  writer.u32(results.length)
  for (const entry of results) {
    const result = readObject(entry, 'challenges_result[]')
    writer.string(readString(result['account_id'], 'account_id'))
    writer.u8(result['is_double_sign'] === true ? 1 : 0)
  }
}

function innerLite(header: Json): Uint8Array {
  const writer = createBorshWriter()
  writer.u64(BigInt(readNumber(header['height'], 'height')))
  writer.fixed(readHash(header['epoch_id'], 'epoch_id'))
  writer.fixed(readHash(header['next_epoch_id'], 'next_epoch_id'))
  writer.fixed(readHash(header['prev_state_root'], 'prev_state_root'))
  writer.fixed(readHash(header['outcome_root'], 'outcome_root'))
  // `timestamp` is a JSON number above 2^53 and arrives rounded; `timestamp_nanosec` is the same as a string.
  writer.u64(readBigInt(header['timestamp_nanosec'], 'timestamp_nanosec'))
  writer.fixed(readHash(header['next_bp_hash'], 'next_bp_hash'))
  writer.fixed(readHash(header['block_merkle_root'], 'block_merkle_root'))
  return writer.finish()
}

function innerRest(header: Json, version: 2 | 3 | 4 | 5): Uint8Array {
  const writer = createBorshWriter()
  if (version >= 4) writer.fixed(readHash(header['block_body_hash'], 'block_body_hash'))
  writer.fixed(readHash(header['chunk_receipts_root'], 'chunk_receipts_root'))
  writer.fixed(readHash(header['chunk_headers_root'], 'chunk_headers_root'))
  writer.fixed(readHash(header['chunk_tx_root'], 'chunk_tx_root'))
  writer.fixed(readHash(header['challenges_root'], 'challenges_root'))
  writer.fixed(readHash(header['random_value'], 'random_value'))
  if (version === 2) writeOldStakes(writer, header['validator_proposals'])
  else writeStakes(writer, header['validator_proposals'])
  const mask = readArray(header['chunk_mask'], 'chunk_mask')
  writer.u32(mask.length)
  for (const included of mask) writer.u8(included === true ? 1 : 0)
  writer.u128(readBigInt(header['gas_price'], 'gas_price'))
  writer.u128(readBigInt(header['total_supply'], 'total_supply'))
  writeChallengesResult(writer, header['challenges_result'])
  writer.fixed(readHash(header['last_final_block'], 'last_final_block'))
  writer.fixed(readHash(header['last_ds_final_block'], 'last_ds_final_block'))
  if (version >= 3) {
    writer.u64(BigInt(readNumber(header['block_ordinal'], 'block_ordinal')))
    writer.u64(BigInt(readNumber(header['prev_height'], 'prev_height')))
    const epochSync = header['epoch_sync_data_hash']
    writer.u8(epochSync === null || epochSync === undefined ? 0 : 1)
    if (epochSync !== null && epochSync !== undefined) writer.fixed(readHash(epochSync, 'epoch_sync_data_hash'))
  }
  const approvals = readArray(header['approvals'], 'approvals')
  writer.u32(approvals.length)
  for (const approval of approvals) {
    writer.u8(approval === null ? 0 : 1)
    if (approval === null) continue
    const signature = readKeyed(approval, 'approvals[]')
    writer.u8(signature.tag)
    writer.fixed(signature.bytes)
  }
  writer.u32(readNumber(header['latest_protocol_version'], 'latest_protocol_version'))
  if (version >= 5) {
    const endorsements = readArray(header['chunk_endorsements'], 'chunk_endorsements')
    writer.u32(endorsements.length)
    for (const entry of endorsements) writer.bytes(Uint8Array.from(readArray(entry, 'chunk_endorsements[]') as number[]))
  }
  return writer.finish()
}

/** Version 2 knows one kind of stake only, so it has no enum tag. */
function writeOldStakes(writer: BorshWriter, value: unknown): void {
  const stakes = readArray(value, 'validator_proposals')
  writer.u32(stakes.length)
  for (const entry of stakes) {
    const stake = readObject(entry, 'validator_proposals[]')
    writer.string(readString(stake['account_id'], 'account_id'))
    const key = readKeyed(stake['public_key'], 'public_key')
    writer.u8(key.tag)
    writer.fixed(key.bytes)
    writer.u128(readBigInt(stake['stake'], 'stake'))
  }
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}

/**
 * The hash of a block header as the RPC gives it: sha256(sha256(sha256(lite) ‖ sha256(rest)) ‖ prev_hash), both parts in Borsh
 * (nearcore core/primitives/src/block_header.rs). The node picks the version by its protocol version, which the view shows an epoch
 * too early, so every version whose fields are there is tried.
 */
export function hashHeader(header: Json): HeaderHashes {
  if (header['shard_split'] !== undefined) return { candidates: [], unreadable: 'header version 6 (shard_split)' }
  const required = ['timestamp_nanosec', 'chunk_mask', 'approvals', 'total_supply', 'next_bp_hash', 'last_final_block']
  const absent = required.filter((field) => header[field] === undefined)
  if (absent.length > 0) return { candidates: [], unreadable: `header fields not given: ${absent.join(', ')}` }
  const lite = sha256(innerLite(header))
  const previous = readHash(header['prev_hash'], 'prev_hash')
  const versions: (2 | 3 | 4 | 5)[] = []
  const hasBody = typeof header['block_body_hash'] === 'string'
  if (hasBody && Array.isArray(header['chunk_endorsements'])) versions.push(5)
  if (hasBody) versions.push(4)
  if (typeof header['prev_height'] === 'number' && typeof header['block_ordinal'] === 'number') versions.push(3)
  versions.push(2)
  return {
    candidates: versions.map((version) => ({
      version,
      hash: base58.encode(sha256(concat(sha256(concat(lite, sha256(innerRest(header, version)))), previous))),
    })),
  }
}
