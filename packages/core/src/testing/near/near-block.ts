import { sha256 } from '@noble/hashes/sha2'
import { fromBase58, toBase58 } from '../encoding/base58.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan } from '../simulation/stack-model.ts'
import { type Borsh, borshInteger, borshList, borshOption, borshText } from './borsh.ts'
import { nearMerkleRoot } from './merkle.ts'

/** Versions of the block header that can be recomputed from what RPC gives. */
export type NearHeaderVersion = 2 | 3 | 4 | 5

type Json = Readonly<Record<string, unknown>>

/** A simulated block: the answers of `block` and `chunk`. */
export interface NearBlock {
  readonly hash: string
  readonly block: { readonly author: string; readonly header: Json; readonly chunks: readonly Json[] }
  /** Answers of `chunk` by hash, of the chunks that are new. */
  readonly chunks: ReadonlyMap<string, Json>
  readonly transactionCount: number
}

const ED25519 = 0
const PROTOCOL_BY_VERSION: Readonly<Record<NearHeaderVersion, number>> = { 2: 41, 3: 61, 4: 69, 5: 78 }
const ZERO_HASH = toBase58(new Uint8Array(32))
const ACTIONS = ['Transfer', 'FunctionCall', 'CreateAccount', 'Stake'] as const

function hashText(random: SeededRandom): string {
  return toBase58(random.bytes(32))
}

/** Arguments in JSON, in base64, as most contracts take them. */
function makeArguments(random: SeededRandom): string {
  return btoa(
    JSON.stringify({ receiver_id: `${random.hex(20).slice(2)}`, amount: '1', memo: random.hex(random.integer(20, 120)) }),
  )
}

function makeAction(random: SeededRandom): unknown {
  const name = random.pick(ACTIONS)
  const deposit = (BigInt(random.integer(0, 2 ** 50)) * 10n ** 12n).toString()
  switch (name) {
    case 'CreateAccount':
      return 'CreateAccount'
    case 'Transfer':
      return { Transfer: { deposit } }
    case 'Stake':
      return { Stake: { stake: deposit, public_key: `ed25519:${hashText(random)}` } }
    case 'FunctionCall':
      return {
        FunctionCall: {
          method_name: 'ft_transfer',
          args: makeArguments(random),
          gas: random.integer(10 ** 12, 3 * 10 ** 14),
          deposit,
        },
      }
  }
}

function makeTransaction(random: SeededRandom): Json {
  return {
    signer_id: `${random.hex(6).slice(2)}.near`,
    public_key: `ed25519:${hashText(random)}`,
    nonce: random.integer(1, 2 ** 50),
    receiver_id: `${random.hex(6).slice(2)}.near`,
    actions: Array.from({ length: random.integer(1, 2) }, () => makeAction(random)),
    priority_fee: 0,
    signature: `ed25519:${toBase58(random.bytes(64))}`,
    hash: hashText(random),
  }
}

/** What a transaction of an earlier block became, and what runs here. Its outcome stands in no block. */
function makeReceipt(random: SeededRandom): Json {
  const signer = `${random.hex(6).slice(2)}.near`
  return {
    predecessor_id: signer,
    receiver_id: `${random.hex(6).slice(2)}.near`,
    receipt_id: hashText(random),
    receipt: {
      Action: {
        signer_id: signer,
        signer_public_key: `ed25519:${hashText(random)}`,
        gas_price: '103000000',
        output_data_receivers: [],
        input_data_ids: [],
        actions: [makeAction(random)],
        is_promise_yield: false,
      },
    },
    priority: 0,
  }
}

function makeChunk(random: SeededRandom, plan: BlockPlan, shardId: number, transactions: number, isNew: boolean): Json {
  const heightIncluded = isNew ? plan.number : Math.max(0, plan.parent.number - random.integer(0, 2))
  return {
    chunk_hash: hashText(random),
    prev_block_hash: plan.parent.hash,
    outcome_root: random.chance(0.3) ? ZERO_HASH : hashText(random),
    prev_state_root: hashText(random),
    encoded_merkle_root: hashText(random),
    encoded_length: random.integer(8, 100_000),
    height_created: heightIncluded,
    height_included: heightIncluded,
    shard_id: shardId,
    gas_used: random.integer(0, 10 ** 15),
    gas_limit: 10 ** 15,
    validator_reward: '0',
    balance_burnt: String(BigInt(random.integer(0, 2 ** 50)) * 10n ** 6n),
    outgoing_receipts_root: hashText(random),
    tx_root: transactions > 0 || !isNew ? hashText(random) : ZERO_HASH,
    validator_proposals: [],
    congestion_info: null,
    signature: `ed25519:${toBase58(random.bytes(64))}`,
  }
}

const bytesOf = (header: Json, field: string): Borsh => [...fromBase58(String(header[field]))]

function liteBytes(header: Json): Borsh {
  return [
    ...borshInteger(header['height'] as number, 8),
    ...['epoch_id', 'next_epoch_id', 'prev_state_root', 'outcome_root'].flatMap((field) => bytesOf(header, field)),
    ...borshInteger(BigInt(header['timestamp_nanosec'] as string), 8),
    ...['next_bp_hash', 'block_merkle_root'].flatMap((field) => bytesOf(header, field)),
  ]
}

function stakeBytes(stake: Json, version: NearHeaderVersion): Borsh {
  return [
    ...(version >= 3 ? [0] : []),
    ...borshText(stake['account_id'] as string),
    ED25519,
    ...fromBase58((stake['public_key'] as string).replace('ed25519:', '')),
    ...borshInteger(BigInt(stake['stake'] as string), 16),
  ]
}

function restBytes(header: Json, version: NearHeaderVersion): Borsh {
  const list = (field: string): readonly unknown[] => header[field] as readonly unknown[]
  return [
    ...(version >= 4 ? bytesOf(header, 'block_body_hash') : []),
    ...['chunk_receipts_root', 'chunk_headers_root', 'chunk_tx_root', 'challenges_root', 'random_value'].flatMap((field) =>
      bytesOf(header, field),
    ),
    ...borshList(list('validator_proposals').map((stake) => stakeBytes(stake as Json, version))),
    ...borshList(list('chunk_mask').map((included) => [included === true ? 1 : 0])),
    ...borshInteger(BigInt(header['gas_price'] as string), 16),
    ...borshInteger(BigInt(header['total_supply'] as string), 16),
    ...borshList([]),
    ...bytesOf(header, 'last_final_block'),
    ...bytesOf(header, 'last_ds_final_block'),
    ...(version >= 3
      ? [
          ...borshInteger(header['block_ordinal'] as number, 8),
          ...borshInteger(header['prev_height'] as number, 8),
          ...borshOption(header['epoch_sync_data_hash'] === null ? undefined : bytesOf(header, 'epoch_sync_data_hash')),
        ]
      : []),
    ...borshList(
      list('approvals').map((approval) =>
        borshOption(approval === null ? undefined : [ED25519, ...fromBase58(String(approval).replace('ed25519:', ''))]),
      ),
    ),
    ...borshInteger(header['latest_protocol_version'] as number, 4),
    ...(version >= 5
      ? borshList(list('chunk_endorsements').map((each) => borshList((each as number[]).map((byte) => [byte]))))
      : []),
  ]
}

/** nearcore core/primitives/src/block_header.rs: sha256(sha256(sha256(lite) ‖ sha256(rest)) ‖ prev_hash). */
function headerHash(header: Json, version: NearHeaderVersion): string {
  const inner = sha256(
    Uint8Array.from([...sha256(Uint8Array.from(liteBytes(header))), ...sha256(Uint8Array.from(restBytes(header, version)))]),
  )
  return toBase58(sha256(Uint8Array.from([...inner, ...fromBase58(String(header['prev_hash']))])))
}

/** A block with its chunks: the roots stand over the chunk headers, the hash over the header. */
export function makeNearBlock(
  random: SeededRandom,
  plan: BlockPlan,
  about: { readonly version: NearHeaderVersion; readonly shards: number; readonly transactions: number },
): NearBlock {
  const { version, shards } = about
  const perShard = Array.from({ length: shards }, () => 0)
  for (let index = 0; index < about.transactions; index++) perShard[random.integer(0, shards - 1)]!++
  // Shard ids are not places: after a resharding they neither begin at 0 nor follow each other.
  const chunks = perShard.map((count, index) => makeChunk(random, plan, 3 + 2 * index, count, count > 0 || random.chance(0.8)))
  const bodies = new Map<string, Json>()
  for (const [index, chunk] of chunks.entries()) {
    if (chunk['height_included'] !== plan.number) continue
    const transactions = Array.from({ length: perShard[index]! }, () => makeTransaction(random))
    bodies.set(String(chunk['chunk_hash']), {
      author: 'node.poolv1.near',
      header: chunk,
      transactions,
      receipts: transactions.map(() => makeReceipt(random)),
    })
  }
  const rootOf = (field: string): string => toBase58(nearMerkleRoot(chunks.map((chunk) => bytesOf(chunk, field))))
  const nanoseconds = BigInt(plan.timestampMs) * 1_000_000n + BigInt(random.integer(1_000, 999_000))
  const chunkMask = chunks.map((chunk) => chunk['height_included'] === plan.number)
  const header: Record<string, unknown> = {
    height: plan.number,
    prev_height: version >= 3 ? plan.parent.number : null,
    epoch_id: hashText(random),
    next_epoch_id: hashText(random),
    prev_hash: plan.parent.hash,
    prev_state_root: rootOf('prev_state_root'),
    chunk_receipts_root: rootOf('outgoing_receipts_root'),
    chunk_headers_root: toBase58(
      nearMerkleRoot(
        chunks.map((chunk) => [...bytesOf(chunk, 'chunk_hash'), ...borshInteger(chunk['height_included'] as number, 8)]),
      ),
    ),
    chunk_tx_root: rootOf('tx_root'),
    outcome_root: rootOf('outcome_root'),
    chunks_included: chunkMask.filter(Boolean).length,
    challenges_root: ZERO_HASH,
    timestamp: Number(nanoseconds),
    timestamp_nanosec: nanoseconds.toString(),
    random_value: hashText(random),
    validator_proposals: random.chance(0.2)
      ? [
          {
            account_id: 'pool.near',
            public_key: `ed25519:${hashText(random)}`,
            stake: (BigInt(random.integer(1, 2 ** 50)) * 10n ** 15n).toString(),
            validator_stake_struct_version: 'V1',
          },
        ]
      : [],
    chunk_mask: chunkMask,
    gas_price: '100000000',
    block_ordinal: version >= 3 ? Math.max(0, plan.number - 1_000) : null,
    rent_paid: '0',
    validator_reward: '0',
    total_supply: (10n ** 33n + BigInt(random.integer(0, 2 ** 50))).toString(),
    challenges_result: [],
    last_final_block: hashText(random),
    last_ds_final_block: hashText(random),
    next_bp_hash: hashText(random),
    block_merkle_root: hashText(random),
    epoch_sync_data_hash: version >= 3 && random.chance(0.1) ? hashText(random) : null,
    approvals: Array.from({ length: 4 }, () => (random.chance(0.2) ? null : `ed25519:${toBase58(random.bytes(64))}`)),
    signature: `ed25519:${toBase58(random.bytes(64))}`,
    latest_protocol_version: PROTOCOL_BY_VERSION[version],
    ...(version >= 4 && { block_body_hash: hashText(random) }),
    ...(version >= 5 && { chunk_endorsements: chunks.map(() => [...random.bytes(random.integer(1, 8))]) }),
  }
  const hash = headerHash(header, version)
  header['hash'] = hash
  return {
    hash,
    block: { author: 'node.poolv1.near', header, chunks },
    chunks: bodies,
    transactionCount: about.transactions,
  }
}
