import type { Commitment } from './mutation-score.ts'
import { LEFT_OUT, type Mutation } from './mutations.ts'

const HEADER = new Set([
  ...['block_hash', 'block_number', 'parent_hash', 'parent_block_hash', 'new_root', 'state_root', 'timestamp'],
  ...['sequencer_address', 'transaction_commitment', 'event_commitment'],
])
const POSEIDON_HEADER = new Set([
  ...['receipt_commitment', 'state_diff_commitment', 'state_diff_length', 'transaction_count', 'event_count'],
  ...['starknet_version', 'l1_da_mode', 'l1_gas_price', 'l1_data_gas_price'],
])
const IN_TRANSACTION = new Set(['transaction_hash', 'signature'])
const IN_RECEIPT = new Set(['transaction_hash', 'actual_fee', 'events', 'revert_error', 'revert_reason'])
const IN_EVENT = new Set(['from_address', 'keys', 'data'])

/** The last block of mainnet from before 0.7. */
const LAST_WITHOUT_TIME = 832

/** What the block hash of StarkNet commits to, through the commitments where those are recomputed. */
export function starknetCommitment({ path, to }: Mutation, raw: { readonly block: unknown }): Commitment {
  const [, top, ...rest] = path.map(String)
  const block = raw.block as Readonly<Record<string, unknown>>
  const [minor = 0, patch = 0] = String(block['starknet_version'] ?? '0.0.0')
    .split('.')
    .slice(1)
    .map(Number)
  const isPoseidon = minor > 13 || (minor === 13 && patch >= 2)
  if (top === undefined) return { uncommitted: 'our own note' }
  if (path[0] !== 'block') return { uncommitted: 'an answer beside the block' }
  if (top === 'timestamp' && Number(block['block_number']) <= LAST_WITHOUT_TIME && block['starknet_version'] === null) {
    return { uncommitted: 'blocks before 0.7 are hashed with a time of zero' }
  }
  if (HEADER.has(top)) {
    return top === 'sequencer_address' && block['starknet_version'] === undefined
      ? { uncommitted: 'blocks of 0.8 are hashed with a sequencer that they do not name' }
      : 'committed'
  }
  if (POSEIDON_HEADER.has(top)) return isPoseidon ? 'committed' : { uncommitted: 'hashed since 0.13.2' }
  if (top === 'l2_gas_price') {
    return minor > 13 || (minor === 13 && patch >= 4) ? 'committed' : { uncommitted: 'hashed since 0.13.4' }
  }
  if (top !== 'transactions' && top !== 'transaction_receipts') return { uncommitted: 'a status of the node' }
  if (to === LEFT_OUT && rest.length === 1) return 'committed'
  const inReceipt = top === 'transaction_receipts' || rest[1] === 'receipt'
  const names = rest.filter((part) => !/^\d+$/.test(part) && part !== 'receipt' && part !== 'transaction')
  const [name = '', second = ''] = names
  if (!inReceipt) {
    return IN_TRANSACTION.has(name)
      ? 'committed'
      : { uncommitted: 'in the hash of the transaction, which is not recomputed by default' }
  }
  if (!IN_RECEIPT.has(name) || second === 'unit') return { uncommitted: 'beside the receipt' }
  if (!isPoseidon && name !== 'events' && name !== 'transaction_hash') {
    return { uncommitted: 'before 0.13.2 a block commits to events, not to receipts' }
  }
  if (name === 'events') {
    return second === '' || IN_EVENT.has(second) ? 'committed' : { uncommitted: 'an index that nodes add to an event' }
  }
  return 'committed'
}

/** Blocks whose header says 0 transactions and shows some: the node keeps neither counts nor commitments, and nothing can be recomputed. */
export function starknetPartOf({ block }: { readonly block: unknown }): string | undefined {
  const { transaction_count: count, transactions } = block as Readonly<Record<string, unknown>>
  return count === 0 && Array.isArray(transactions) && transactions.length > 0 ? 'by a node that keeps no commitments' : undefined
}
