import type { Column } from './row-buffer.ts'

const of = (type: string, ...names: readonly string[]): Column[] => names.map((name) => [name, type])

/** The columns of `blocks` in the order in which they are written. */
export const BLOCK_COLUMNS: readonly Column[] = [
  ...of('bigint', 'number', 'timestamp_ms', 'parent_number', 'l1_number', 'l1_timestamp_ms'),
  ...of('integer', 'network_key', 'verdict_key'),
  ...of('integer', 'transaction_count', 'user_count', 'deposit_count', 'system_count', 'vote_count', 'failed_count', 'log_count'),
  ...of('integer', 'user_operations', 'user_operation_rule'),
  ...of('bytea', 'hash', 'parent_hash', 'state_root', 'l1_hash', 'l1_transaction_hash'),
  ...of('text', 'l1_network'),
  ...of('numeric', 'fee_wei', 'gas_used', 'gas_limit', 'base_fee_wei'),
  ...of('json', 'anchored_by', 'fields'),
]

/** A block that is there already is written over; its hash is the same, or the write would have been refused. */
export const REPLACE_BLOCK: string = `ON CONFLICT (network_key, number) DO UPDATE SET ${BLOCK_COLUMNS.map(([name]) => name)
  .filter((name) => name !== 'network_key' && name !== 'number')
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')}`

/** The columns of `transactions` in the order in which they are written. */
export const TRANSACTION_COLUMNS: readonly Column[] = [
  ...of('bigint', 'block_number', 'timestamp_ms'),
  ...of('integer', 'network_key', 'position', 'transaction_index'),
  ...of('smallint', 'kind'),
  ...of('boolean', 'succeeded'),
  ...of('bytea', 'hash', 'from_address', 'to_address', 'input'),
  ...of('text', 'type'),
  ...of('numeric', 'value_wei', 'nonce', 'gas_limit', 'gas_used'),
  ...of('numeric', 'fee_wei', 'fee_l1_data_wei', 'fee_operator_wei', 'fee_priority_wei'),
  ...of('text', 'fee_currency'),
  ...of('json', 'fields'),
]

/** The columns of `logs` in the order in which they are written. */
export const LOG_COLUMNS: readonly Column[] = [
  ...of('bigint', 'block_number', 'timestamp_ms'),
  ...of('integer', 'network_key', 'position', 'log_index', 'transaction_index'),
  ...of('bytea', 'address', 'topics', 'data', 'transaction_hash'),
]
