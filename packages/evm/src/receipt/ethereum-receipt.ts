import { headerLength, type RlpWriter } from '../encoding/rlp-writer.ts'
import { asList, asObject, isPresent, malformed, type RpcObject } from '../encoding/rpc-object.ts'
import type { ReceiptRule } from './receipt-rule.ts'

const ADDRESS_ITEM = 21
const TOPIC_ITEM = 33

/**
 * Writes `rlp([status or state root, cumulative gas, bloom, logs, …rest])` with its type byte in front (EIP-2718; go-ethereum
 * core/types/receipt.go). The state root stands before Byzantium and where a receipt has one, it is what the chain committed to.
 */
export function writeReceipt(
  receipt: RpcObject,
  type: number,
  writer: RlpWriter,
  writeRest?: (receipt: RpcObject, writer: RlpWriter) => void,
): void {
  if (type !== 0) writer.raw(type)
  const list = writer.startList()
  writeOutcome(receipt, writer)
  writer.quantity(receipt['cumulativeGasUsed'], 'cumulativeGasUsed')
  writer.fixed(receipt['logsBloom'], 256, 'logsBloom of a receipt')
  writeLogs(receipt, writer)
  writeRest?.(receipt, writer)
  writer.endList(list)
}

/** Writes the first field of a receipt: the state root where there is one (before Byzantium), else the status. */
export function writeOutcome(receipt: RpcObject, writer: RlpWriter): void {
  const { root, status } = receipt
  if (isPresent(root) && root !== '0x') writer.fixed(root, 32, 'root of a receipt')
  else if (status === '0x1' || status === '0x0') writer.small(status === '0x1' ? 1 : 0)
  else throw malformed('a receipt has neither root nor status')
}

/** Writes the list of a receipt's logs: `[[address, topics, data], …]`. */
export function writeLogs(receipt: RpcObject, writer: RlpWriter): void {
  const logs = asList(receipt['logs'], 'logs of a receipt')
  if (logs.length === 0) {
    writer.listHeader(0)
    return
  }
  const list = writer.startList()
  for (const entry of logs) {
    const log = asObject(entry, 'log')
    const topics = asList(log['topics'], 'topics of a log')
    const data = log['data']
    if (typeof data !== 'string') throw malformed('data of a log is not hex data')
    const topicsLength = topics.length * TOPIC_ITEM
    const dataLength = (data.length - 2) >> 1
    // The lengths are known from the text, so nothing needs to be moved afterwards. One byte below 0x80 is its own item.
    const small = dataLength === 1 && data.charCodeAt(2) < 0x38
    const dataItem = small ? 1 : headerLength(dataLength) + dataLength
    writer.listHeader(ADDRESS_ITEM + headerLength(topicsLength) + topicsLength + dataItem)
    writer.fixed(log['address'], 20, 'address of a log')
    writer.listHeader(topicsLength)
    for (const topic of topics) writer.fixed(topic, 32, 'topic of a log')
    writer.data(data, 'data of a log')
  }
  writer.endList(list)
}

/** The receipt of a transaction type of Ethereum. */
export function ethereumReceipt(type: number): ReceiptRule {
  return { encode: (receipt, _transaction, writer) => writeReceipt(receipt, type, writer) }
}
