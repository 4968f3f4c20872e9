import type { Address } from '@defimon/core'
import {
  type BlockContext,
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  evmTransactionFields,
  isPresent,
  parseAddress,
  parseData,
  parseHash,
  parseHeight,
  parseQuantity,
  type RpcObject,
} from '@defimon/evm'

/** What a block of Kaia has beyond the common fields. */
export interface KaiaBlockFields extends EvmBlockFields {
  /** Who gets the reward of the block. Its proposer is in the seal. */
  readonly rewardAddress?: Address
  /** Kaia's difficulty: always 1. */
  readonly blockScore?: bigint
  /** Governance changes that take effect, as the header holds them. */
  readonly governanceData?: string
  /** The proposer's vote, as the header holds it. */
  readonly voteData?: string
}

/** What a transaction of Kaia has beyond the common fields. */
export interface KaiaTransactionFields extends EvmTransactionFields {
  /** Who pays the fee, where it is not the sender. */
  readonly feePayer?: Address
  /** Which share of the fee the payer bears, in percent. Absent: all, or none without a payer. */
  readonly feeRatioPercent?: number
  /** The hash that the sender knew, without the fee payer's part. */
  readonly senderTransactionHash?: string
}

declare module '@defimon/core' {
  interface StackBlockFields {
    kaia: KaiaBlockFields
  }
  interface StackTransactionFields {
    kaia: KaiaTransactionFields
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Reads the fields of a block. */
export function kaiaBlockFields(block: RpcObject): KaiaBlockFields {
  const fields: Mutable<KaiaBlockFields> = evmBlockFields(block)
  if (isPresent(block['reward'])) fields.rewardAddress = parseAddress(block['reward'], 'reward')
  if (isPresent(block['blockScore'])) fields.blockScore = parseQuantity(block['blockScore'], 'blockScore')
  if (isPresent(block['governanceData'])) fields.governanceData = parseData(block['governanceData'], 'governanceData')
  if (isPresent(block['voteData'])) fields.voteData = parseData(block['voteData'], 'voteData')
  return fields
}

/** Reads the fields of a transaction. */
export function kaiaTransactionFields(
  transaction: RpcObject,
  receipt: RpcObject | undefined,
  _context: BlockContext,
): KaiaTransactionFields {
  const fields: Mutable<KaiaTransactionFields> = evmTransactionFields(transaction, receipt)
  if (isPresent(transaction['feePayer'])) fields.feePayer = parseAddress(transaction['feePayer'], 'feePayer')
  if (isPresent(transaction['feeRatio'])) fields.feeRatioPercent = parseHeight(transaction['feeRatio'], 'feeRatio')
  if (isPresent(transaction['senderTxHash']))
    fields.senderTransactionHash = parseHash(transaction['senderTxHash'], 'senderTxHash')
  return fields
}
