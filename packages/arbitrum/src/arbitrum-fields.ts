import type { Address, Fee, Hash } from '@defimon/core'
import {
  type BlockContext,
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  evmTransactionFields,
  gasFee,
  isPresent,
  parseAddress,
  parseHash,
  parseHeight,
  parseQuantity,
  type RpcObject,
} from '@defimon/evm'
import { headerInfo } from './header-info.ts'

/** What a block of an Arbitrum chain has beyond the common fields. */
export interface ArbitrumBlockFields extends EvmBlockFields {
  /** The L1 block that the sequencer saw; what `block.number` gives inside the EVM. On an L3 over Arbitrum: Ethereum's. */
  readonly l1BlockNumber?: number
  /** Messages to the parent chain that were ever sent. Nitro only, as are the following. */
  readonly sendCount?: number
  readonly sendRoot?: Hash
  readonly arbosVersion?: number
  /** Messages from the parent chain that were read so far: the header's nonce. */
  readonly delayedMessageCount?: number
}

/** What a transaction of an Arbitrum chain has beyond the common fields. */
export interface ArbitrumTransactionFields extends EvmTransactionFields {
  /** Index of the message on the parent's bridge, as 32 bytes (0x64, 0x66, 0x69). */
  readonly requestId?: Hash
  /** Of a retry (0x68): the ticket, which is the hash of the submission (0x69). */
  readonly ticketId?: Hash
  readonly refundTo?: Address
  readonly maxRefundWei?: bigint
  readonly submissionFeeRefundWei?: bigint
  /** Of a submission (0x69), as are the following. */
  readonly l1BaseFeeWei?: bigint
  readonly depositValueWei?: bigint
  readonly retryTo?: Address
  readonly retryValueWei?: bigint
  readonly retryData?: string
  readonly beneficiary?: Address
  readonly maxSubmissionFeeWei?: bigint
  /** Gas of this transaction that pays for its data on L1; part of `gasUsed`. From the receipt. */
  readonly gasUsedForL1?: bigint
  /** Went through the express lane. From the receipt, where the node knows it. */
  readonly isTimeboosted?: boolean
}

declare module '@defimon/core' {
  interface StackBlockFields {
    arbitrum: ArbitrumBlockFields
  }
  interface StackTransactionFields {
    arbitrum: ArbitrumTransactionFields
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Reads the fields of a block. */
export function arbitrumBlockFields(block: RpcObject): ArbitrumBlockFields {
  const fields: Mutable<ArbitrumBlockFields> = evmBlockFields(block)
  if (isPresent(block['l1BlockNumber'])) fields.l1BlockNumber = parseHeight(block['l1BlockNumber'], 'l1BlockNumber')
  const info = headerInfo(block)
  if (!info) return fields
  fields.l1BlockNumber = info.l1BlockNumber
  fields.sendCount = info.sendCount
  fields.sendRoot = info.sendRoot
  fields.arbosVersion = info.arbosVersion
  if (typeof block['nonce'] === 'string') fields.delayedMessageCount = Number.parseInt(block['nonce'].slice(2), 16)
  return fields
}

/** Reads the fields of a transaction. */
export function arbitrumTransactionFields(
  transaction: RpcObject,
  receipt: RpcObject | undefined,
  _context: BlockContext,
): ArbitrumTransactionFields {
  const fields: Mutable<ArbitrumTransactionFields> = evmTransactionFields(transaction, receipt)
  const { requestId, ticketId, refundTo, maxRefund, submissionFeeRefund } = transaction
  if (isPresent(requestId)) fields.requestId = parseHash(requestId, 'requestId')
  if (isPresent(ticketId)) fields.ticketId = parseHash(ticketId, 'ticketId')
  if (isPresent(refundTo)) fields.refundTo = parseAddress(refundTo, 'refundTo')
  if (isPresent(maxRefund)) fields.maxRefundWei = parseQuantity(maxRefund, 'maxRefund')
  if (isPresent(submissionFeeRefund)) {
    fields.submissionFeeRefundWei = parseQuantity(submissionFeeRefund, 'submissionFeeRefund')
  }
  if (transaction['type'] === '0x69') addSubmission(fields, transaction)
  if (!receipt) return fields
  if (isPresent(receipt['gasUsedForL1'])) fields.gasUsedForL1 = parseQuantity(receipt['gasUsedForL1'], 'gasUsedForL1')
  if (typeof receipt['timeboosted'] === 'boolean') fields.isTimeboosted = receipt['timeboosted']
  return fields
}

function addSubmission(fields: Mutable<ArbitrumTransactionFields>, transaction: RpcObject): void {
  const { l1BaseFee, depositValue, retryTo, retryValue, retryData, beneficiary, maxSubmissionFee } = transaction
  if (isPresent(l1BaseFee)) fields.l1BaseFeeWei = parseQuantity(l1BaseFee, 'l1BaseFee')
  if (isPresent(depositValue)) fields.depositValueWei = parseQuantity(depositValue, 'depositValue')
  if (isPresent(retryTo)) fields.retryTo = parseAddress(retryTo, 'retryTo')
  if (isPresent(retryValue)) fields.retryValueWei = parseQuantity(retryValue, 'retryValue')
  if (typeof retryData === 'string') fields.retryData = retryData
  if (isPresent(beneficiary)) fields.beneficiary = parseAddress(beneficiary, 'beneficiary')
  if (isPresent(maxSubmissionFee)) fields.maxSubmissionFeeWei = parseQuantity(maxSubmissionFee, 'maxSubmissionFee')
}

/** What a transaction paid. The share of its data on L1 is in the gas: `gasUsedForL1` × price. */
export function arbitrumFee(transaction: RpcObject, receipt: RpcObject, context: BlockContext): Fee | undefined {
  if (transaction['type'] === '0x6a' || transaction['type'] === '0x64') return { totalWei: 0n }
  const fee = gasFee(transaction, receipt, context)
  const { gasUsedForL1, effectiveGasPrice } = receipt
  if (!fee || !isPresent(gasUsedForL1) || !isPresent(effectiveGasPrice)) return fee
  const price = parseQuantity(effectiveGasPrice, 'effectiveGasPrice')
  return { ...fee, l1DataWei: parseQuantity(gasUsedForL1, 'gasUsedForL1') * price }
}
