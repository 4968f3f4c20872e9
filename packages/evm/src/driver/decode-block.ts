import { DefimonError, type Detail, type L2Log, type L2Transaction, type NetworkFacts, type Stack } from '@defimon/core'
import type { DecodedBlock } from '@defimon/core/adapter'
import { type Dialect, type Era, eraOf, ruleOf } from '../dialect/dialect.ts'
import { isSkip } from '../dialect/verdict.ts'
import { asAddress, asHash, parseAddress, parseData, parseHash, sameHex } from '../encoding/hex-data.ts'
import { parseHeight, parseQuantity } from '../encoding/quantity.ts'
import { asList, asObject, isPresent, malformed, type RpcObject } from '../encoding/rpc-object.ts'
import type { BlockContext } from '../transaction/transaction-rule.ts'
import type { EvmRaw } from './evm-raw.ts'
import { receiptsByTransaction } from './receipts-by-transaction.ts'
import { typeOf } from './transaction-type.ts'

const GENESIS_PARENT = `0x${'0'.repeat(64)}`

/** What whoever read the answers has at hand already. */
export interface KnownParts {
  /** For each transaction its receipt. */
  readonly receipts: readonly RpcObject[]
  readonly logs: readonly L2Log[]
}

/** The block that the answers describe. Fails with `MALFORMED` on a shape that cannot be read, `PRUNED` where the body is gone. */
export function decodeBlock<S extends Stack>(
  network: NetworkFacts,
  dialect: Dialect<S>,
  raw: EvmRaw,
  detail: Detail,
  known?: KnownParts,
): DecodedBlock<S> {
  const { block } = raw
  const number = parseHeight(block['number'], 'number of a block')
  const era = eraOf(dialect, block)
  // A recording may hold a bare header; `fetchBlock` has seen to it that an endpoint's answer does not.
  const bare = detail === 'header' && block['transactions'] === undefined
  const listed = bare ? [] : asList(block['transactions'], 'transactions of a block')
  if (!bare) refusePruned(network, era, block, number, listed)
  const context: BlockContext = { block, chainId: network.evmChainId }
  const withReceipts = detail === 'receipts'
  const receipts = withReceipts ? (known?.receipts ?? receiptsByTransaction(raw, listed)) : undefined
  const decoded = {
    number,
    hash: parseHash(block['hash'], 'hash of a block'),
    ...(number > 0 && { parent: parentOf(block, number) }),
    timestampMs: dialect.timestampMs?.(block) ?? parseHeight(block['timestamp'], 'timestamp') * 1000,
    transactionCount: listed.length,
    transactions:
      detail === 'header'
        ? undefined
        : listed.map((transaction, index) => decodeTransaction(dialect, era, transaction, index, receipts?.[index], context)),
    logs: withReceipts ? (known?.logs ?? decodeLogs(raw)) : undefined,
    ...(isPresent(block['gasUsed']) && { gasUsed: parseQuantity(block['gasUsed'], 'gasUsed') }),
    ...(isPresent(block['gasLimit']) && { gasLimit: parseQuantity(block['gasLimit'], 'gasLimit') }),
    ...(isPresent(block['baseFeePerGas']) && { baseFeePerGasWei: parseQuantity(block['baseFeePerGas'], 'baseFeePerGas') }),
    ...(isPresent(block['stateRoot']) && { stateRoot: parseHash(block['stateRoot'], 'stateRoot') }),
    ...optional('l1Origin', dialect.l1Origin?.(block, network)),
    fields: dialect.blockFields(block, raw),
  }
  return decoded as DecodedBlock<S>
}

function parentOf(block: RpcObject, number: number): { number: number; hash: string } | undefined {
  const hash = parseHash(block['parentHash'], 'parentHash')
  return hash === GENESIS_PARENT ? undefined : { number: number - 1, hash }
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V })
}

/** No transactions under a root that is not the empty one: the node has dropped the body. It does not lie, it cannot answer. */
function refusePruned(network: NetworkFacts, era: Era, block: RpcObject, number: number, listed: readonly unknown[]): void {
  const rule = era.transactionsRoot
  if (listed.length > 0 || isSkip(rule) || rule.emptyRoot === undefined) return
  const root = block['transactionsRoot']
  if (isPresent(root) && !sameHex(root, rule.emptyRoot)) {
    throw new DefimonError(
      'PRUNED',
      `block ${number} has a transactions root and no transactions: the node no longer keeps them`,
      {
        network: network.id,
      },
    )
  }
}

const USUAL_TRANSACTION: object = {
  hash: '',
  index: 0,
  kind: '',
  type: '',
  from: '',
  to: '',
  valueWei: 0n,
  nonce: 0n,
  input: '',
  gasLimit: 0n,
  status: '',
  gasUsed: 0n,
  fee: undefined,
  fields: undefined,
}

function decodeTransaction<S extends Stack>(
  dialect: Dialect<S>,
  era: Era,
  value: unknown,
  index: number,
  receipt: RpcObject | undefined,
  context: BlockContext,
): L2Transaction<S> {
  if (typeof value === 'string') throw malformed('transactions of a block are hashes, though the whole was asked for')
  const transaction = asObject(value, 'transaction')
  const { from, to, value: amount, nonce, input, gas } = transaction
  const type = typeOf(transaction)
  const rule = ruleOf(era, transaction, context)?.kind ?? 'user'
  const kind = typeof rule === 'function' ? rule(transaction, context) : rule
  const hash = asHash(transaction['hash'], 'hash of a transaction')
  const status = receipt && (dialect.status ?? ethereumStatus)(receipt)
  const used = receipt?.['gasUsed']
  const fee = receipt && (dialect.fee ?? gasFee)(transaction, receipt, context)
  const fields = dialect.transactionFields(transaction, receipt, context)
  if (from && to && amount && nonce && input && gas && status && used && fee) {
    // What nearly every transaction has, as one literal: an object that is put together property by property costs thrice as much. A copy of
    // another, since V8 may come to put what a bare literal makes among the old objects, where all blocks then stay until the next collection
    // of everything: it decides so when the first blocks, for which there is little memory yet, outlive the collections of the young.
    return {
      ...USUAL_TRANSACTION,
      hash,
      index,
      kind,
      type,
      from: parseAddress(from, 'from'),
      to: asAddress(to, 'to'),
      valueWei: parseQuantity(amount, 'value'),
      nonce: parseQuantity(nonce, 'nonce'),
      input: parseData(input, 'input'),
      gasLimit: parseQuantity(gas, 'gas'),
      status,
      gasUsed: parseQuantity(used, 'gasUsed of a receipt'),
      fee,
      fields,
    } as L2Transaction<S>
  }
  return {
    hash,
    index,
    kind,
    type,
    ...(isPresent(from) && { from: parseAddress(from, 'from') }),
    ...(isPresent(to) && { to: asAddress(to, 'to') }),
    ...(isPresent(amount) && { valueWei: parseQuantity(amount, 'value') }),
    ...(isPresent(nonce) && { nonce: parseQuantity(nonce, 'nonce') }),
    ...(isPresent(input) && { input: parseData(input, 'input') }),
    ...(isPresent(gas) && { gasLimit: parseQuantity(gas, 'gas') }),
    ...(status && { status }),
    ...(isPresent(used) && { gasUsed: parseQuantity(used, 'gasUsed of a receipt') }),
    ...(fee && { fee }),
    fields,
  } as L2Transaction<S>
}

/** Before Byzantium the state root stands in place of the status, and a status beside it was made up by the node. */
function ethereumStatus({ root, status }: RpcObject): 'succeeded' | 'failed' | undefined {
  if (!isPresent(status) || (isPresent(root) && root !== '0x')) return undefined
  return parseQuantity(status, 'status') === 1n ? 'succeeded' : 'failed'
}

/**
 * Gas used times the price that was paid for it, and the part of it that went above the base fee. With `withBlobs` the receipt's
 * blob gas is added.
 */
export function gasFee(
  transaction: RpcObject,
  receipt: RpcObject,
  { block }: BlockContext,
  withBlobs = true,
): L2Transaction['fee'] | undefined {
  const price = receipt['effectiveGasPrice'] ?? transaction['gasPrice']
  if (!isPresent(price) || !isPresent(receipt['gasUsed'])) return undefined
  const gasUsed = parseQuantity(receipt['gasUsed'], 'gasUsed of a receipt')
  const paid = parseQuantity(price, 'effectiveGasPrice')
  let totalWei = gasUsed * paid
  if (withBlobs && isPresent(receipt['blobGasUsed']) && isPresent(receipt['blobGasPrice'])) {
    totalWei += parseQuantity(receipt['blobGasUsed'], 'blobGasUsed') * parseQuantity(receipt['blobGasPrice'], 'blobGasPrice')
  }
  if (!isPresent(block['baseFeePerGas'])) return { totalWei }
  const above = paid - parseQuantity(block['baseFeePerGas'], 'baseFeePerGas')
  return above < 0n ? { totalWei } : { totalWei, priorityWei: gasUsed * above }
}

function decodeLogs(raw: EvmRaw): readonly L2Log[] {
  const logs: L2Log[] = []
  for (const receipt of raw.receipts ?? raw.someReceipts ?? []) {
    const listed = asList(receipt['logs'], 'logs of a receipt')
    if (listed.length === 0) continue
    // The same in every log of a receipt: read once, and one string for all.
    const { transactionHash: hashOfReceipt, transactionIndex: indexOfReceipt } = receipt
    const hash = asHash(hashOfReceipt, 'transactionHash of a receipt')
    const index = parseHeight(indexOfReceipt, 'transactionIndex of a receipt')
    for (const value of listed) {
      const log = asObject(value, 'log')
      const { transactionHash, transactionIndex, topics } = log
      logs.push({
        transactionHash: transactionHash === hashOfReceipt ? hash : asHash(transactionHash, 'transactionHash of a log'),
        transactionIndex:
          transactionIndex === indexOfReceipt ? index : parseHeight(transactionIndex, 'transactionIndex of a log'),
        logIndex: parseHeight(log['logIndex'], 'logIndex'),
        address: asAddress(log['address'], 'address of a log'),
        topics: decodeTopics(asList(topics, 'topics of a log')),
        data: parseData(log['data'], 'data of a log'),
      })
    }
  }
  return logs
}

/** The list of the answer itself where nothing in it is to be changed, which is nearly always. */
function decodeTopics(topics: readonly unknown[]): readonly string[] {
  for (const topic of topics) {
    if (asHash(topic, 'topic of a log') !== topic) return topics.map((any) => asHash(any, 'topic of a log'))
  }
  return topics as readonly string[]
}
