import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import { keccak } from '../ethereum/keccak.ts'
import { commitmentRoot } from './commitment-tree.ts'
import { shortString, toFelt } from './felt.ts'
import { poseidonMany } from './poseidon.ts'
import { lengthOf, type StarknetStateDiff, stateDiffCommitment } from './state-diff.ts'
import type { StarknetTransaction } from './transaction.ts'

/** What is hashed into a block beside its transactions. */
export interface StarknetBlockParts {
  readonly number: number
  readonly parentHash: string
  readonly stateRoot: string
  readonly sequencerAddress: string
  readonly timestampSeconds: number
  /** Such as `0.14.0`. */
  readonly starknetVersion: string
  /** Wei and fri for a unit of L1 gas, L1 data gas and L2 gas. */
  readonly gasPrices: readonly [readonly [bigint, bigint], readonly [bigint, bigint], readonly [bigint, bigint]]
  readonly blobs: boolean
  readonly stateDiff: StarknetStateDiff
  readonly transactions: readonly StarknetTransaction[]
  /** Commitments in place of those of the transactions, for chains whose readers look at headers only. */
  readonly drawnCommitments?: readonly [string, string, string, string]
}

/** A sealed block. */
export interface StarknetBlock {
  readonly hash: string
  readonly eventCount: number
  /** The header as JSON-RPC 0.10 gives it, without its status. */
  readonly header: Readonly<Record<string, unknown>>
  readonly transactions: readonly StarknetTransaction[]
  readonly stateDiff: StarknetStateDiff
}

const felts = (values: readonly string[]): bigint[] => values.map(BigInt)

/** Of transactions with their signatures; from 0.13.2 to 0.13.4 one zero stands for an empty signature. */
function transactionCommitment(transactions: readonly StarknetTransaction[], isOlder: boolean): bigint {
  return commitmentRoot(
    transactions.map(({ hash, signature }) =>
      poseidonMany([BigInt(hash), ...(isOlder && signature.length === 0 ? [0n] : felts(signature))]),
    ),
  )
}

function eventCommitment(transactions: readonly StarknetTransaction[]): bigint {
  return commitmentRoot(
    transactions.flatMap(({ hash, receipt }) =>
      receipt.events.map(({ from_address, keys, data }) =>
        poseidonMany([...felts([from_address, hash]), BigInt(keys.length), ...felts(keys), BigInt(data.length), ...felts(data)]),
      ),
    ),
  )
}

function receiptCommitment(transactions: readonly StarknetTransaction[]): bigint {
  return commitmentRoot(
    transactions.map(({ hash, receipt }) => {
      const { messages_sent: messages, revert_reason: reason, execution_resources: used } = receipt
      const sent = messages.flatMap((message) => [
        ...felts([message.from_address, message.to_address]),
        BigInt(message.payload.length),
        ...felts(message.payload),
      ])
      const digest = reason === undefined ? 0n : BigInt(`0x${bytesToHex(keccak(utf8ToBytes(reason)))}`) % 2n ** 250n
      return poseidonMany([
        BigInt(hash),
        BigInt(receipt.actual_fee.amount),
        poseidonMany([BigInt(messages.length), ...sent]),
        digest,
        0n,
        BigInt(used.l1_gas),
        BigInt(used.l1_data_gas),
      ])
    }),
  )
}

/** Computes the commitments and the hash of a block (StarkNet docs, block structure; rules of 0.13.2 and of 0.13.4 and later). */
export function sealBlock(parts: StarknetBlockParts): StarknetBlock {
  const { transactions, gasPrices, starknetVersion } = parts
  const isOlder = starknetVersion.startsWith('0.13.2') || starknetVersion.startsWith('0.13.3')
  const eventCount = transactions.reduce((sum, { receipt }) => sum + receipt.events.length, 0)
  const [ofTransactions, ofEvents, ofReceipts, ofStateDiff] = parts.drawnCommitments?.map(BigInt) ?? [
    transactionCommitment(transactions, isOlder),
    eventCommitment(transactions),
    receiptCommitment(transactions),
    stateDiffCommitment(parts.stateDiff),
  ]
  const stateDiffLength = lengthOf(parts.stateDiff)
  const [l1, l1Data, l2] = gasPrices
  const counts = [transactions.length, eventCount, stateDiffLength].reduce(
    (packed, count) => packed * 2n ** 64n + BigInt(count),
    0n,
  )
  const hash = toFelt(
    poseidonMany([
      shortString(isOlder ? 'STARKNET_BLOCK_HASH0' : 'STARKNET_BLOCK_HASH1'),
      BigInt(parts.number),
      BigInt(parts.stateRoot),
      BigInt(parts.sequencerAddress),
      BigInt(parts.timestampSeconds),
      counts * 2n ** 64n + (parts.blobs ? 2n ** 63n : 0n),
      ofStateDiff!,
      ofTransactions!,
      ofEvents!,
      ofReceipts!,
      ...(isOlder ? [...l1, ...l1Data] : [poseidonMany([shortString('STARKNET_GAS_PRICES0'), ...l1, ...l1Data, ...l2])]),
      shortString(starknetVersion),
      0n,
      BigInt(parts.parentHash),
    ]),
  )
  const price = ([wei, fri]: readonly [bigint, bigint]): object => ({ price_in_wei: toFelt(wei), price_in_fri: toFelt(fri) })
  return {
    hash,
    eventCount,
    transactions,
    stateDiff: parts.stateDiff,
    header: {
      block_hash: hash,
      parent_hash: parts.parentHash,
      block_number: parts.number,
      new_root: parts.stateRoot,
      timestamp: parts.timestampSeconds,
      sequencer_address: parts.sequencerAddress,
      l1_gas_price: price(l1),
      l1_data_gas_price: price(l1Data),
      l2_gas_price: price(l2),
      l1_da_mode: parts.blobs ? 'BLOB' : 'CALLDATA',
      starknet_version: starknetVersion,
      transaction_commitment: toFelt(ofTransactions!),
      event_commitment: toFelt(ofEvents!),
      receipt_commitment: toFelt(ofReceipts!),
      state_diff_commitment: toFelt(ofStateDiff!),
      transaction_count: transactions.length,
      event_count: eventCount,
      state_diff_length: stateDiffLength,
    },
  }
}
