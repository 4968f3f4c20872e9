import {
  asList,
  asObject,
  ethereumTransactions,
  type ReceiptRule,
  type RlpWriter,
  type RpcObject,
  type TransactionRule,
  toQuantity,
  writeLogs,
} from '@defimon/evm'

/**
 * Receipts of every type, without a type byte: `rlp([status, gas used, bloom, logs])`. The gas is the transaction's own, not the sum so
 * far; a status above 1 is the reason of the failure, which JSON calls `txError` (kaia blockchain/types/receipt.go).
 */
export const kaiaReceipt: ReceiptRule = {
  encode(receipt, _transaction, writer) {
    const list = writer.startList()
    writer.quantity(receipt['status'] === '0x1' ? '0x1' : (receipt['txError'] ?? receipt['status']), 'status of a receipt')
    writer.quantity(receipt['gasUsed'], 'gasUsed of a receipt')
    writer.fixed(receipt['logsBloom'], 256, 'logsBloom of a receipt')
    writeLogs(receipt, writer)
    writer.endList(list)
  },
}

type Field = 'nonce' | 'gasPrice' | 'gas' | 'to' | 'value' | 'from' | 'input' | 'key' | 'humanReadable'

const TRANSFER: readonly Field[] = ['nonce', 'gasPrice', 'gas', 'to', 'value', 'from']
const CALL: readonly Field[] = [...TRANSFER, 'input']
const DEPLOY: readonly Field[] = [...CALL, 'humanReadable']
const BARE: readonly Field[] = ['nonce', 'gasPrice', 'gas', 'from']

/** Kaia's own types: the base, and what it holds. One above it is fee-delegated, two above it fee-delegated with a ratio. */
const FAMILIES: readonly { readonly base: number; readonly fields: readonly Field[]; readonly codeFormat?: true }[] = [
  { base: 0x08, fields: TRANSFER },
  { base: 0x10, fields: CALL },
  { base: 0x20, fields: [...BARE, 'key'] },
  { base: 0x28, fields: DEPLOY, codeFormat: true },
  { base: 0x30, fields: CALL },
  { base: 0x38, fields: BARE },
  { base: 0x48, fields: [...BARE, 'input'] },
]

/**
 * Kaia's types by their number: its own as `type ‖ rlp([…, signatures, (fee payer, its signatures)])`, Ethereum's in an envelope,
 * `0x78 ‖ type ‖ rlp(…)`, whose hash leaves the envelope out (kaia blockchain/types/tx_internal_data_*.go).
 */
export const kaiaTransactions: Readonly<Record<string, TransactionRule>> = {
  '0x0': { ...ethereumTransactions['0x0']!, receipt: kaiaReceipt },
  ...Object.fromEntries(
    FAMILIES.flatMap(({ base, fields, codeFormat }) =>
      ([0, 1, 2] as const).map((delegation) => [
        toQuantity(base + delegation),
        nativeTransaction(base + delegation, fields, delegation, codeFormat === true),
      ]),
    ),
  ),
  ...Object.fromEntries([1, 2, 3, 4].map((type) => [toQuantity(0x7800 + type), enveloped(type)])),
}

/** `delegation`: 0 the sender pays, 1 another pays, 2 another pays a share. */
function nativeTransaction(type: number, fields: readonly Field[], delegation: 0 | 1 | 2, codeFormat: boolean): TransactionRule {
  return {
    kind: 'user',
    encode(transaction, writer) {
      writer.raw(type)
      const list = writer.startList()
      for (const field of fields) writeField(transaction, writer, field)
      if (delegation === 2) writer.quantity(transaction['feeRatio'], 'feeRatio')
      if (codeFormat) writer.quantity(transaction['codeFormat'], 'codeFormat')
      writeSignatures(transaction['signatures'], writer)
      if (delegation > 0) {
        writer.fixed(transaction['feePayer'], 20, 'feePayer')
        writeSignatures(transaction['feePayerSignatures'], writer)
      }
      writer.endList(list)
    },
    receipt: kaiaReceipt,
  }
}

function enveloped(type: number): TransactionRule {
  const inner = ethereumTransactions[toQuantity(type)]!
  return {
    ...inner,
    envelopeLength: 1,
    encode(transaction, writer, unsigned) {
      if (!unsigned) writer.raw(0x78)
      inner.encode?.(transaction, writer, unsigned)
    },
    receipt: kaiaReceipt,
  }
}

function writeField(transaction: RpcObject, writer: RlpWriter, field: Field): void {
  switch (field) {
    case 'to':
      writer.fixedOrEmpty(transaction['to'], 20, 'to')
      break
    case 'from':
      writer.fixed(transaction['from'], 20, 'from')
      break
    case 'input':
    case 'key':
      writer.data(transaction[field], field)
      break
    case 'humanReadable':
      writer.small(transaction['humanReadable'] === true ? 1 : 0)
      break
    default:
      writer.quantity(transaction[field], field)
  }
}

/** `[[v, r, s], …]`: an account may have several keys. */
function writeSignatures(signatures: unknown, writer: RlpWriter): void {
  const list = writer.startList()
  for (const value of asList(signatures, 'signatures')) {
    const signature = asObject(value, 'signature')
    const item = writer.startList()
    for (const name of ['V', 'R', 'S']) writer.quantity(signature[name], name)
    writer.endList(item)
  }
  writer.endList(list)
}
