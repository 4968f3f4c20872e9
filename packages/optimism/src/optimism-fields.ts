import type { Address, Hash } from '@defimon/core'
import {
  type BlockContext,
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  evmTransactionFields,
  isPresent,
  parseHash,
  parseHeight,
  parseQuantity,
  type RpcObject,
} from '@defimon/evm'
import { l1Attributes } from './l1-attributes.ts'

/** What a block of the OP Stack has beyond the common fields. */
export interface OptimismBlockFields extends EvmBlockFields {
  /** Transactions of type 0x7e, the L1 attributes among them. Absent where transactions were not read. */
  readonly depositCount?: number
  /** Which block of its L1 origin it is, from 0. Absent without L1 attributes. */
  readonly sequenceNumber?: number
  /** Base fee of the L1 origin. */
  readonly l1BaseFeeWei?: bigint
  /** Blob base fee of the L1 origin, since Ecotone. */
  readonly l1BlobBaseFeeWei?: bigint
}

/** What a transaction of the OP Stack has beyond the common fields. */
export interface OptimismTransactionFields extends EvmTransactionFields {
  /** Of deposits: names the L1 log, or the protocol's intent, that it comes from. */
  readonly sourceHash?: Hash
  /** Of deposits: what was minted on L2. */
  readonly mintWei?: bigint
  /** Of deposits before Regolith: takes no gas from the block. */
  readonly isSystemTransaction?: boolean
  /** Of deposits, from the receipt. */
  readonly depositNonce?: bigint
  /** From the receipt, as are the following. */
  readonly l1FeeWei?: bigint
  readonly l1GasPriceWei?: bigint
  readonly l1GasUsed?: bigint
  readonly l1BlobBaseFeeWei?: bigint
  /** Celo: the token that gas is paid in. */
  readonly feeCurrency?: Address
  /** Celo (0x7a): the most that may be paid, in that token. */
  readonly maxFeeInFeeCurrency?: bigint
  /** Celo (0x7c, and legacy ones of its own): what a gateway got. */
  readonly gatewayFeeRecipient?: Address
  readonly gatewayFeeWei?: bigint
  /** Mantle, of deposits: ETH that was minted, and ETH that went on to the target. */
  readonly ethValueWei?: bigint
  readonly ethTransferWei?: bigint
  /** Mantle, from the receipt: what one ETH is worth in its token. */
  readonly tokenRatio?: bigint
  /** Ronin (0x64): who pays for gas, and until when the offer holds. */
  readonly payer?: Address
  readonly expiresAtMs?: number
  /** Before Bedrock, and on Metis: where the transaction came from. */
  readonly queueOrigin?: 'sequencer' | 'l1'
  /** Before Bedrock: the L1 block that it saw. */
  readonly l1BlockNumber?: number
}

declare module '@defimon/core' {
  interface StackBlockFields {
    'op-stack': OptimismBlockFields
  }
  interface StackTransactionFields {
    'op-stack': OptimismTransactionFields
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Reads the fields of a block. */
export function optimismBlockFields(block: RpcObject): OptimismBlockFields {
  const fields: Mutable<OptimismBlockFields> = evmBlockFields(block)
  const transactions = Array.isArray(block['transactions']) ? (block['transactions'] as readonly unknown[]) : undefined
  if (transactions?.every((transaction) => typeof transaction === 'object' && transaction !== null)) {
    fields.depositCount = transactions.filter((transaction) => (transaction as RpcObject)['type'] === '0x7e').length
  }
  const attributes = l1Attributes(block)
  if (!attributes) return fields
  fields.sequenceNumber = attributes.sequenceNumber
  fields.l1BaseFeeWei = attributes.baseFeeWei
  if (attributes.blobBaseFeeWei !== undefined) fields.l1BlobBaseFeeWei = attributes.blobBaseFeeWei
  return fields
}

/** Reads the fields of a transaction. */
export function optimismTransactionFields(
  transaction: RpcObject,
  receipt: RpcObject | undefined,
  _context: BlockContext,
): OptimismTransactionFields {
  const fields: Mutable<OptimismTransactionFields> = evmTransactionFields(transaction, receipt)
  if (isPresent(transaction['sourceHash'])) fields.sourceHash = parseHash(transaction['sourceHash'], 'sourceHash')
  if (isPresent(transaction['mint'])) fields.mintWei = parseQuantity(transaction['mint'], 'mint')
  if (transaction['type'] === '0x7e') fields.isSystemTransaction = transaction['isSystemTx'] === true
  const { queueOrigin } = transaction
  if (queueOrigin === 'sequencer' || queueOrigin === 'l1') fields.queueOrigin = queueOrigin
  if (isPresent(transaction['l1BlockNumber'])) fields.l1BlockNumber = parseHeight(transaction['l1BlockNumber'], 'l1BlockNumber')
  if (!receipt) return fields
  if (isPresent(receipt['depositNonce'])) fields.depositNonce = parseQuantity(receipt['depositNonce'], 'depositNonce')
  if (isPresent(receipt['l1Fee'])) fields.l1FeeWei = parseQuantity(receipt['l1Fee'], 'l1Fee')
  if (isPresent(receipt['l1GasPrice'])) fields.l1GasPriceWei = parseQuantity(receipt['l1GasPrice'], 'l1GasPrice')
  if (isPresent(receipt['l1GasUsed'])) fields.l1GasUsed = parseQuantity(receipt['l1GasUsed'], 'l1GasUsed')
  if (isPresent(receipt['l1BlobBaseFee'])) fields.l1BlobBaseFeeWei = parseQuantity(receipt['l1BlobBaseFee'], 'l1BlobBaseFee')
  return fields
}
