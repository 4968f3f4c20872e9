import { type Json, malformed, readNumber, readObject, readString } from '@defimon/core/adapter'
import { readFelt } from './felt.ts'
import type { StarknetBlockStatus, StarknetGasPrice } from './fields.ts'
import { readQuantity } from './quantity.ts'

/** The header of a finished block; the RPC and the feeder gateway name some of it differently. */
export interface StarknetHeader {
  readonly number: number
  readonly hash: string
  readonly parentHash: string
  readonly stateRoot: string
  readonly timestamp: number
  readonly status: StarknetBlockStatus
  /** Empty where the block does not say, as before 0.9. */
  readonly version: string
  readonly sequencerAddress: string | undefined
  readonly l1GasPrice: StarknetGasPrice | undefined
  readonly l1DataGasPrice: StarknetGasPrice | undefined
  readonly l2GasPrice: StarknetGasPrice | undefined
  readonly l1DataAvailability: 'BLOB' | 'CALLDATA' | undefined
  readonly transactionCommitment: string | undefined
  readonly eventCommitment: string | undefined
  readonly receiptCommitment: string | undefined
  readonly stateDiffCommitment: string | undefined
  readonly stateDiffLength: number | undefined
  /** As stated. The feeder gateway does not. */
  readonly transactionCount: number | undefined
  readonly eventCount: number | undefined
}

function optional<T>(value: unknown, name: string, read: (value: unknown, name: string) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value, name)
}

function readPrice(value: unknown, name: string): StarknetGasPrice {
  const price = readObject(value, name)
  return { wei: readQuantity(price['price_in_wei'], name), fri: readQuantity(price['price_in_fri'], name) }
}

function readAvailability(value: unknown): 'BLOB' | 'CALLDATA' {
  if (value === 'BLOB' || value === 'CALLDATA') return value
  throw malformed('l1_da_mode is neither BLOB nor CALLDATA')
}

/** Whether the answer is a block that is still being made: it has no hash yet (RPC: `PRE_CONFIRMED`, before 0.9 `PENDING`). */
export function isUnfinished(block: Json): boolean {
  return block['block_hash'] === undefined || block['status'] === 'PRE_CONFIRMED' || block['status'] === 'PENDING'
}

/** Reads a header. Fails with `MALFORMED` on another shape, and on a block that is not accepted. */
export function readHeader(block: Json): StarknetHeader {
  const status = block['status']
  if (status !== 'ACCEPTED_ON_L2' && status !== 'ACCEPTED_ON_L1') throw malformed('a block that is not accepted')
  return {
    number: readNumber(block['block_number'], 'block_number'),
    hash: readFelt(block['block_hash'], 'block_hash'),
    parentHash: readFelt(block['parent_hash'] ?? block['parent_block_hash'], 'parent_hash'),
    stateRoot: readFelt(block['new_root'] ?? block['state_root'], 'new_root'),
    timestamp: readNumber(block['timestamp'], 'timestamp'),
    status,
    version: optional(block['starknet_version'], 'starknet_version', readString) ?? '',
    sequencerAddress: optional(block['sequencer_address'], 'sequencer_address', readFelt),
    l1GasPrice: optional(block['l1_gas_price'], 'l1_gas_price', readPrice),
    l1DataGasPrice: optional(block['l1_data_gas_price'], 'l1_data_gas_price', readPrice),
    l2GasPrice: optional(block['l2_gas_price'], 'l2_gas_price', readPrice),
    l1DataAvailability: optional(block['l1_da_mode'], 'l1_da_mode', readAvailability),
    transactionCommitment: optional(block['transaction_commitment'], 'transaction_commitment', readFelt),
    eventCommitment: optional(block['event_commitment'], 'event_commitment', readFelt),
    receiptCommitment: optional(block['receipt_commitment'], 'receipt_commitment', readFelt),
    stateDiffCommitment: optional(block['state_diff_commitment'], 'state_diff_commitment', readFelt),
    stateDiffLength: optional(block['state_diff_length'], 'state_diff_length', readNumber),
    transactionCount: optional(block['transaction_count'], 'transaction_count', readNumber),
    eventCount: optional(block['event_count'], 'event_count', readNumber),
  }
}
