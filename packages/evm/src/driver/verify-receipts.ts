import { ruleOf } from '../dialect/dialect.ts'
import { isSkip } from '../dialect/verdict.ts'
import { sameHex } from '../encoding/hex-data.ts'
import { isQuantityOf, parseHeight, parseQuantity, sameQuantity, toQuantity } from '../encoding/quantity.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { creationAddress } from '../transaction/creation-address.ts'
import type { TransactionRule } from '../transaction/transaction-rule.ts'
import { type Outcome, PASSED, type Subject, skipped } from './check-outcome.ts'
import { typeOf } from './transaction-type.ts'

/** Recomputes the root over all receipts, and compares what the encoding does not hold. */
export function verifyReceipts(subject: Subject): Outcome {
  const { era, raw, context, workspace } = subject
  const { block, receipts } = raw
  if (!receipts) return skipped(raw.receiptsAbsent ?? 'receipts were not read')
  const listed = asList(block['transactions'], 'transactions of a block')
  const { items, writer } = workspace
  writer.position = 0
  items.clear()
  let reason: string | undefined
  const state: RunningState = { logIndex: 0, cumulativeGasUsed: 0, blobGasPrice: undefined }
  const ofBlock = receipts.filter((receipt) => era.isBlockReceipt?.(receipt, block))
  const ofTransactions = ofBlock.length === 0 ? receipts : receipts.filter((receipt) => !ofBlock.includes(receipt))
  // Nodes may leave out the receipt of what they put beside the body.
  let missing = listed.length - ofTransactions.length
  if (missing !== 0 && !(missing > 0 && countOutside(subject, listed) >= missing)) {
    if (era.receiptsMayLack) return skipped(era.receiptsMayLack)
    return {
      outcome: 'mismatch',
      claimed: `${ofTransactions.length} receipts`,
      computed: `${listed.length} transactions`,
      detail: 'number of receipts',
    }
  }
  let next = 0
  for (const [index, value] of listed.entries()) {
    if (typeof value === 'string') return skipped('the answer holds hashes of transactions only')
    const transaction = asObject(value, 'transaction')
    const rule = ruleOf(era, transaction, context)
    const receipt = ofTransactions[next]
    if (missing > 0 && rule?.outsideRoots && !sameHex(receipt?.['transactionHash'], transaction['hash'])) {
      missing -= 1
      continue
    }
    if (!receipt) return differs('transactionHash', undefined, transaction['hash'])
    next += 1
    const wrong = receiptContradiction(subject, rule, receipt, transaction, index, state)
    if (wrong) return wrong
    if (!rule) {
      reason ??= `unknown transaction type ${typeOf(transaction)}`
      continue
    }
    if (rule.outsideRoots) continue
    if (!rule.receipt.encode) {
      reason ??= rule.receipt.skip ?? `receipts of type ${typeOf(transaction)} cannot be encoded from their JSON`
      continue
    }
    items.begin()
    rule.receipt.encode(receipt, transaction, writer)
    items.end()
  }
  for (const receipt of ofBlock) {
    items.begin()
    era.transactions['0x0']?.receipt.encode?.(receipt, undefined, writer)
    items.end()
  }
  const together = era.checkReceipts?.(receipts, block)
  if (together) return { outcome: 'mismatch', ...together }
  const rootRule = era.receiptsRoot
  if (isSkip(rootRule)) return skipped(rootRule.skip)
  if (reason) return skipped(reason)
  const computed = rootRule.compute(items, block['receiptsRoot'])
  if (sameHex(computed, block['receiptsRoot'])) return PASSED
  if (rootRule.mayDiffer) return skipped(rootRule.mayDiffer)
  return { outcome: 'mismatch', claimed: String(block['receiptsRoot']), computed }
}

function countOutside({ era, context }: Subject, listed: readonly unknown[]): number {
  return listed.filter(
    (value) => typeof value !== 'string' && ruleOf(era, asObject(value, 'transaction'), context)?.outsideRoots === true,
  ).length
}

/** What goes on from one receipt of a block to the next. */
export interface RunningState {
  logIndex: number
  cumulativeGasUsed: number
  blobGasPrice: unknown
}

function receiptContradiction(
  subject: Subject,
  rule: TransactionRule | undefined,
  receipt: RpcObject,
  transaction: RpcObject,
  index: number,
  state: RunningState,
): Outcome | undefined {
  const { raw } = subject
  const { block } = raw
  const wrongPlace = placeContradiction(rule, receipt, transaction, block, index)
  if (wrongPlace) return wrongPlace
  return (
    contentContradiction(subject, rule, receipt, transaction, state) ??
    logContradiction(subject, receipt, transaction, index, state)
  )
}

/** What must agree in a receipt beside its place and its logs: gas, prices, a created contract, and what its rule knows. */
export function contentContradiction(
  subject: Subject,
  rule: TransactionRule | undefined,
  receipt: RpcObject,
  transaction: RpcObject,
  state: RunningState,
): Outcome | undefined {
  const { block } = subject.raw
  if (!rule?.outsideRoots && !subject.era.receiptGas) {
    const gas = gasContradiction(receipt, state)
    if (gas) return gas
  }
  const wrongPrice = rule && priceContradiction(rule, receipt, transaction, subject)
  if (wrongPrice) return wrongPrice
  const { blobGasPrice } = receipt
  if (isPresent(blobGasPrice)) {
    if (state.blobGasPrice !== undefined && !sameQuantity(blobGasPrice, state.blobGasPrice)) {
      return differs('blobGasPrice', blobGasPrice, state.blobGasPrice)
    }
    state.blobGasPrice = blobGasPrice
  }
  const created = rule && creationContradiction(subject, rule, receipt, transaction)
  if (created) return created
  const own = rule?.receipt.check?.(receipt, transaction, block)
  return own && { outcome: 'mismatch', ...own }
}

/** Where a receipt says that it stands, and whose it is, against where it was found. */
function placeContradiction(
  rule: TransactionRule | undefined,
  receipt: RpcObject,
  transaction: RpcObject,
  block: RpcObject,
  index: number,
): Outcome | undefined {
  const { transactionHash, transactionIndex, blockHash, blockNumber, from, to, type } = receipt
  if (!sameHex(transactionHash, transaction['hash'])) return differs('transactionHash', transactionHash, transaction['hash'])
  if (!sameHex(blockHash, block['hash'])) return differs('blockHash', blockHash, block['hash'])
  if (!sameQuantity(blockNumber, block['number'])) return differs('blockNumber', blockNumber, block['number'])
  if (!isQuantityOf(transactionIndex, index)) return differs('transactionIndex', transactionIndex, toQuantity(index))
  if (isPresent(from) && !sameHex(from, transaction['from'])) return differs('from', from, transaction['from'])
  const none = rule?.receipt.zeroForNone && to === ZERO_ADDRESS && !isPresent(transaction['to'])
  if (to !== undefined && !none && !sameHex(to ?? '0x', transaction['to'] ?? '0x')) return differs('to', to, transaction['to'])
  if (isPresent(type) && !sameQuantity(type, transaction['type'] ?? '0x0')) return differs('type', type, transaction['type'])
  return undefined
}

function priceContradiction(
  rule: TransactionRule,
  receipt: RpcObject,
  transaction: RpcObject,
  { context }: Subject,
): Outcome | undefined {
  const paid = receipt['effectiveGasPrice']
  const priceOf = rule.receipt.effectiveGasPrice ?? rule.effectiveGasPrice
  if (!priceOf || !isPresent(paid)) return undefined
  // The transaction's own gasPrice was held against the same rule already; to repeat it is enough.
  if (!rule.receipt.effectiveGasPrice && paid === transaction['gasPrice']) return undefined
  const price = priceOf(transaction, context)
  if (price === undefined || parseQuantity(paid, 'effectiveGasPrice') === price) return undefined
  return differs('effectiveGasPrice', paid, toQuantity(price))
}

function gasContradiction(receipt: RpcObject, state: RunningState): Outcome | undefined {
  const cumulative = parseHeight(receipt['cumulativeGasUsed'], 'cumulativeGasUsed')
  const computed = cumulative - state.cumulativeGasUsed
  state.cumulativeGasUsed = cumulative
  if (!isPresent(receipt['gasUsed']) || isQuantityOf(receipt['gasUsed'], computed)) return undefined
  return differs('gasUsed', receipt['gasUsed'], toQuantity(computed))
}

/** What stands in a log that no transaction made. */
const ZERO_HASH = `0x${'0'.repeat(64)}`

/** Nodes before 2018 wrote the zero address where no contract was created. */
const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

function creationContradiction(
  { workspace }: Subject,
  rule: TransactionRule,
  receipt: RpcObject,
  transaction: RpcObject,
): Outcome | undefined {
  const claimed = receipt['contractAddress']
  if (isPresent(transaction['to'])) {
    return isPresent(claimed) && claimed !== ZERO_ADDRESS && !rule.createsByCall
      ? differs('contractAddress', claimed, 'none, for it has a `to`')
      : undefined
  }
  if (!isPresent(claimed)) return undefined
  const nonce = rule.creationNonce ? rule.creationNonce(transaction, receipt) : transaction['nonce']
  if (nonce === undefined) return undefined
  const computed = creationAddress(transaction['from'], nonce, workspace.writer)
  return sameHex(claimed, computed) ? undefined : differs('contractAddress', claimed, computed)
}

function logContradiction(
  { era, raw }: Subject,
  receipt: RpcObject,
  transaction: RpcObject,
  index: number,
  state: RunningState,
): Outcome | undefined {
  const { block } = raw
  for (const value of asList(receipt['logs'], 'logs of a receipt')) {
    const log = asObject(value, 'log')
    const expected = state.logIndex++
    if (!era.logNumbers && !isQuantityOf(log['logIndex'], expected)) {
      return differs('logIndex', log['logIndex'], toQuantity(expected))
    }
    const ofNone = era.logsOfNoTransaction !== undefined && log['transactionHash'] === ZERO_HASH
    if (!ofNone && !sameHex(log['transactionHash'], transaction['hash'])) {
      return differs('transactionHash of a log', log['transactionHash'], transaction['hash'])
    }
    if (!ofNone && !isQuantityOf(log['transactionIndex'], index)) {
      return differs('transactionIndex of a log', log['transactionIndex'], toQuantity(index))
    }
    if (!sameHex(log['blockHash'], block['hash'])) return differs('blockHash of a log', log['blockHash'], block['hash'])
    if (!sameQuantity(log['blockNumber'], block['number']))
      return differs('blockNumber of a log', log['blockNumber'], block['number'])
    if (isPresent(log['blockTimestamp']) && !sameQuantity(log['blockTimestamp'], block['timestamp'])) {
      return differs('blockTimestamp of a log', log['blockTimestamp'], block['timestamp'])
    }
    if (isPresent(log['removed']) && log['removed'] !== false) return differs('removed of a log', log['removed'], false)
  }
  return undefined
}

function differs(name: string, claimed: unknown, computed: unknown): Outcome {
  return { outcome: 'mismatch', claimed: String(claimed), computed: String(computed), detail: `${name} of a receipt` }
}
