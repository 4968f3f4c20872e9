import {
  type BlockContext,
  type Contradiction,
  ethereumReceipt,
  ethereumTransactions,
  isPresent,
  parseQuantity,
  type ReceiptRule,
  type RlpWriter,
  type RpcObject,
  sameHex,
  sameQuantity,
  type TransactionRule,
} from '@defimon/evm'
import { collectsTips } from './header-info.ts'

/** Sends the transactions that ArbOS makes for itself. */
const ARBOS = '0x00000000000000000000000000000000000a4b05'
/** ArbRetryableTx: what a submission is said to go to. */
const RETRYABLES = '0x000000000000000000000000000000000000006e'

function chainId({ chainId: id }: BlockContext, transaction: RpcObject): unknown {
  return transaction['chainId'] ?? (id === undefined ? undefined : `0x${id.toString(16)}`)
}

/** The fee cap of the encoding: `maxFeePerGas`, or what older nodes give in its place. */
function feeCap(transaction: RpcObject): unknown {
  return isPresent(transaction['maxFeePerGas']) ? transaction['maxFeePerGas'] : transaction['gasPrice']
}

function writeTarget(writer: RlpWriter, target: unknown, name: string): void {
  writer.fixedOrEmpty(target, 20, name)
}

/** Nothing is signed, so nothing may stand in the signature. */
function checkUnsigned(transaction: RpcObject): Contradiction | undefined {
  for (const name of ['v', 'r', 's'] as const) {
    const value = transaction[name]
    if (isPresent(value) && !sameQuantity(value, '0x0')) {
      return { claimed: String(value), computed: '0x0', detail: `${name} of a transaction that nobody signs` }
    }
  }
  return undefined
}

/** What the encoding leaves out because it is always the same. */
function checkConstants(transaction: RpcObject, constants: Readonly<Record<string, string>>): Contradiction | undefined {
  for (const [name, expected] of Object.entries(constants)) {
    const value = transaction[name]
    const agrees = expected.length === 42 ? sameHex(value, expected) : sameQuantity(value, expected)
    if (isPresent(value) && !agrees) return { claimed: String(value), computed: expected, detail: `${name} of a transaction` }
  }
  return undefined
}

/** The gas price that a receipt shows: the base fee, for tips are dropped unless the header says that they are collected. */
function paidPrice(rule: TransactionRule): (transaction: RpcObject, context: BlockContext) => bigint | undefined {
  return (transaction, context) => {
    const { baseFeePerGas } = context.block
    if (!isPresent(baseFeePerGas)) return undefined
    return collectsTips(context.block)
      ? rule.effectiveGasPrice?.(transaction, context)
      : parseQuantity(baseFeePerGas, 'baseFeePerGas')
  }
}

/** The part of the gas that pays for L1 data is in the gas of the whole; the root does not hold it. */
function checkReceipt(receipt: RpcObject, _transaction: RpcObject, block: RpcObject): Contradiction | undefined {
  const { gasUsedForL1, gasUsed, l1BlockNumber } = receipt
  if (isPresent(gasUsedForL1) && isPresent(gasUsed)) {
    const ofL1 = parseQuantity(gasUsedForL1, 'gasUsedForL1')
    if (ofL1 > parseQuantity(gasUsed, 'gasUsed of a receipt')) {
      return { claimed: String(gasUsedForL1), computed: `at most ${String(gasUsed)}`, detail: 'gasUsedForL1 of a receipt' }
    }
  }
  if (isPresent(l1BlockNumber) && isPresent(block['l1BlockNumber']) && !sameQuantity(l1BlockNumber, block['l1BlockNumber'])) {
    return { claimed: String(l1BlockNumber), computed: String(block['l1BlockNumber']), detail: 'l1BlockNumber of a receipt' }
  }
  return undefined
}

function arbitrumReceipt(type: number): ReceiptRule {
  return { ...ethereumReceipt(type), check: checkReceipt }
}

function unsigned(
  type: number,
  kind: 'deposit' | 'system',
  write: (transaction: RpcObject, writer: RlpWriter) => void,
  constants: Readonly<Record<string, string>> = {},
): TransactionRule {
  return {
    kind,
    encode(transaction, writer) {
      writer.raw(type)
      const list = writer.startList()
      writer.quantity(transaction['chainId'], 'chainId')
      write(transaction, writer)
      writer.endList(list)
    },
    check: (transaction, context) =>
      checkConstants(transaction, {
        ...constants,
        ...(context.chainId !== undefined && { chainId: String(chainId(context, {})) }),
      }) ?? checkUnsigned(transaction),
    creationNonce: () => undefined,
    receipt: arbitrumReceipt(type),
  }
}

/** A deposit of ether from the parent chain. */
const deposit = unsigned(0x64, 'deposit', (transaction, writer) => {
  writer.fixed(transaction['requestId'], 32, 'requestId')
  writer.fixed(transaction['from'], 20, 'from')
  writeTarget(writer, transaction['to'], 'to')
  writer.quantity(transaction['value'], 'value')
})

function writeCallTail(transaction: RpcObject, writer: RlpWriter): void {
  writer.quantity(feeCap(transaction), 'maxFeePerGas')
  writer.quantity(transaction['gas'], 'gas')
  writeTarget(writer, transaction['to'], 'to')
  writer.quantity(transaction['value'], 'value')
  writer.data(transaction['input'], 'input')
}

/** Sent through the parent's inbox without a signature: the sender is an alias of the parent's. */
const unsignedCall = unsigned(0x65, 'deposit', (transaction, writer) => {
  writer.fixed(transaction['from'], 20, 'from')
  writer.quantity(transaction['nonce'], 'nonce')
  writeCallTail(transaction, writer)
})

/** The same by a contract of the parent, which has no nonce. */
const contractCall = unsigned(0x66, 'deposit', (transaction, writer) => {
  writer.fixed(transaction['requestId'], 32, 'requestId')
  writer.fixed(transaction['from'], 20, 'from')
  writeCallTail(transaction, writer)
})

/** A try to run a retryable ticket. */
const retry = unsigned(0x68, 'deposit', (transaction, writer) => {
  writer.quantity(transaction['nonce'], 'nonce')
  writer.fixed(transaction['from'], 20, 'from')
  writeCallTail(transaction, writer)
  writer.fixed(transaction['ticketId'], 32, 'ticketId')
  writer.fixed(transaction['refundTo'], 20, 'refundTo')
  writer.quantity(transaction['maxRefund'], 'maxRefund')
  writer.quantity(transaction['submissionFeeRefund'], 'submissionFeeRefund')
})

/** A retryable ticket as it arrives from the parent. Its hash is the id of the ticket. */
const submitRetryable = unsigned(
  0x69,
  'deposit',
  (transaction, writer) => {
    writer.fixed(transaction['requestId'], 32, 'requestId')
    writer.fixed(transaction['from'], 20, 'from')
    writer.quantity(transaction['l1BaseFee'], 'l1BaseFee')
    writer.quantity(transaction['depositValue'], 'depositValue')
    writer.quantity(feeCap(transaction), 'maxFeePerGas')
    writer.quantity(transaction['gas'], 'gas')
    writeTarget(writer, transaction['retryTo'], 'retryTo')
    writer.quantity(transaction['retryValue'], 'retryValue')
    writer.fixed(transaction['beneficiary'], 20, 'beneficiary')
    writer.quantity(transaction['maxSubmissionFee'], 'maxSubmissionFee')
    writer.fixed(transaction['refundTo'], 20, 'refundTo')
    writer.data(transaction['retryData'], 'retryData')
  },
  { to: RETRYABLES, value: '0x0' },
)

/** What ArbOS does by itself: the start of a block, reports of posted batches. */
const internal = unsigned(0x6a, 'system', (transaction, writer) => writer.data(transaction['input'], 'input'), {
  from: ARBOS,
  to: ARBOS,
  gas: '0x0',
  gasPrice: '0x0',
  nonce: '0x0',
  value: '0x0',
})

/** Ethereum's types, whose receipts show another price than the transactions do. */
const ofEthereum = Object.fromEntries(
  Object.entries(ethereumTransactions).map(([type, rule]) => [
    type,
    { ...rule, receipt: { ...rule.receipt, check: checkReceipt, effectiveGasPrice: paidPrice(rule) } },
  ]),
)

/**
 * The transaction types of Nitro (OffchainLabs/go-ethereum core/types/arb_types.go, whose struct order is the RLP order).
 */
export const nitroTransactions: Readonly<Record<string, TransactionRule>> = {
  ...ofEthereum,
  '0x64': deposit,
  '0x65': unsignedCall,
  '0x66': contractCall,
  '0x68': retry,
  '0x69': submitRetryable,
  '0x6a': internal,
}

/**
 * Transactions from before Nitro as Nitro nodes serve them: the hash was taken over from the old node (`HashOverride`), so it
 * cannot be computed, and neither can the root. Their receipts are encoded as legacy ones.
 */
export const classicTransactions: Readonly<Record<string, TransactionRule>> = {
  ...ofEthereum,
  '0x78': {
    kind: 'user',
    skip: 'hashes of transactions before Nitro were taken over and cannot be computed',
    creationNonce: () => undefined,
    receipt: { ...ethereumReceipt(0), check: checkReceipt },
  },
}
