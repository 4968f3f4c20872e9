import {
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  isPresent,
  parseData,
  parseQuantity,
  type RpcObject,
} from '@defimon/evm'

/** What a block of Rootstock has beyond the common fields. */
export interface RootstockBlockFields extends EvmBlockFields {
  /** The least gas price of a transaction in the block. */
  readonly minimumGasPriceWei?: bigint
  /** What all transactions of the block paid. */
  readonly paidFeesWei?: bigint
  /** The Bitcoin header (80 bytes) that holds the proof of work. */
  readonly bitcoinMergedMiningHeader?: string
  /** Difficulty of the block and its uncles. */
  readonly cumulativeDifficulty?: bigint
}

/** What a transaction of Rootstock has beyond the common fields. */
export interface RootstockTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    rootstock: RootstockBlockFields
  }
  interface StackTransactionFields {
    rootstock: RootstockTransactionFields
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Reads the fields of a block. */
export function rootstockBlockFields(block: RpcObject): RootstockBlockFields {
  const fields: Mutable<RootstockBlockFields> = evmBlockFields(block)
  const { minimumGasPrice, paidFees, bitcoinMergedMiningHeader, cumulativeDifficulty } = block
  if (isPresent(minimumGasPrice)) fields.minimumGasPriceWei = parseQuantity(minimumGasPrice, 'minimumGasPrice')
  if (isPresent(paidFees)) fields.paidFeesWei = parseQuantity(paidFees, 'paidFees')
  if (isPresent(bitcoinMergedMiningHeader)) {
    fields.bitcoinMergedMiningHeader = parseData(bitcoinMergedMiningHeader, 'bitcoinMergedMiningHeader')
  }
  if (isPresent(cumulativeDifficulty)) fields.cumulativeDifficulty = parseQuantity(cumulativeDifficulty, 'cumulativeDifficulty')
  return fields
}
