import { type Json, readArray, readObject } from '@defimon/core/adapter'

/** The answers of one StarkNet block. */
export interface StarknetRaw {
  /** The answer of `starknet_getBlockWith{TxHashes,Txs,Receipts}`, or of the feeder gateway's `get_block`. */
  readonly block: unknown
  /** The answer of `starknet_getStateUpdate`. Asked only to recompute commitments that the header does not give. */
  readonly stateUpdate?: unknown
}

/** A transaction of a block, whichever way the answer holds it. */
export interface RawTransaction {
  /** Undefined where the answer holds hashes alone. */
  readonly transaction: Json | undefined
  readonly receipt: Json | undefined
  /** As the answer states it, not yet read. */
  readonly hash: unknown
}

/** The block as an object. */
export function blockOf(raw: StarknetRaw): Json {
  return readObject(raw.block, 'block')
}

/** The receipts of an answer where they are a list of their own, as in the feeder gateway's. */
export function listedReceiptsOf(block: Json): readonly unknown[] | undefined {
  const listed = block['transaction_receipts']
  return listed === undefined ? undefined : readArray(listed, 'transaction_receipts')
}

/** One entry of `transactions`: a hash alone, a transaction, or a transaction with its receipt. */
export function readEntry(entry: unknown, receipts: readonly unknown[] | undefined, index: number): RawTransaction {
  if (typeof entry === 'string') return { transaction: undefined, receipt: undefined, hash: entry }
  const outer = readObject(entry, 'transaction')
  if (outer['receipt'] === undefined) {
    const receipt = receipts === undefined ? undefined : readObject(receipts[index], 'receipt')
    return { transaction: outer, receipt, hash: outer['transaction_hash'] ?? receipt?.['transaction_hash'] }
  }
  const receipt = readObject(outer['receipt'], 'receipt')
  return { transaction: readObject(outer['transaction'], 'transaction'), receipt, hash: receipt['transaction_hash'] }
}

/**
 * The transactions of an answer in their order: hashes alone, transactions, or transactions with receipts (RPC: in one entry; feeder
 * gateway: in a list of their own).
 */
export function transactionsOf(block: Json): readonly RawTransaction[] {
  const receipts = listedReceiptsOf(block)
  return readArray(block['transactions'], 'transactions').map((entry, index) => readEntry(entry, receipts, index))
}
