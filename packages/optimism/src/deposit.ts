import {
  isPresent,
  type Layout,
  type RlpWriter,
  type RpcObject,
  sameQuantity,
  type TransactionRule,
  writeReceipt,
} from '@defimon/evm'

const TYPE = 0x7e
const UNSIGNED = ['v', 'r', 's', 'yParity'] as const

/**
 * Deposits: forced in from L1, or made by the protocol (specs.optimism.io, protocol/deposits). No signature, no gas price; the nonce
 * of the JSON is not in the encoding but in the receipt from Canyon on.
 */
export const depositTransaction: TransactionRule = {
  kind: (transaction) => (isSystem(transaction) ? 'system' : 'deposit'),
  encode(transaction, writer) {
    writer.raw(TYPE)
    const list = writer.startList()
    writeDepositHead(transaction, writer)
    writer.data(transaction['input'], 'input')
    writer.endList(list)
  },
  check(transaction) {
    for (const name of UNSIGNED) {
      const value = transaction[name]
      if (isPresent(value) && !sameQuantity(value, '0x0')) {
        return { claimed: String(value), computed: '0x0', detail: `${name} of a deposit` }
      }
    }
    return undefined
  },
  effectiveGasPrice: () => 0n,
  // Before Regolith neither says which nonce was used.
  creationNonce: (transaction, receipt) => {
    const nonce = receipt['depositNonce'] ?? transaction['nonce']
    return isPresent(receipt['depositNonce']) ? String(nonce) : undefined
  },
  receipt: {
    encode(receipt, transaction, writer) {
      // Canyon put the nonce and the version into the root; some nodes give them in the transaction only.
      const version = receipt['depositReceiptVersion'] ?? transaction?.['depositReceiptVersion']
      writeReceipt(receipt, TYPE, writer, () => {
        if (!isPresent(version)) return
        writer.quantity(receipt['depositNonce'] ?? transaction?.['nonce'], 'depositNonce')
        writer.quantity(version, 'depositReceiptVersion')
      })
    },
    check(receipt, transaction) {
      for (const [name, other] of [
        ['depositNonce', transaction['nonce']],
        ['depositReceiptVersion', transaction['depositReceiptVersion']],
      ] as const) {
        const value = receipt[name]
        if (isPresent(value) && isPresent(other) && !sameQuantity(value, other)) {
          return { claimed: String(value), computed: String(other), detail: `${name} of a deposit receipt` }
        }
      }
      return undefined
    },
  },
}

/** The same as data. */
export const depositLayout: Layout = {
  type: TYPE,
  fields: [
    { as: 'fixed', name: 'sourceHash', length: 32 },
    { as: 'fixed', name: 'from', length: 20 },
    { as: 'fixedOrEmpty', name: 'to', length: 20 },
    { as: 'quantityOrEmpty', name: 'mint' },
    { as: 'quantity', name: 'value' },
    { as: 'quantity', name: 'gas' },
    { as: 'flag', name: 'isSystemTx', or: 'isSystemTransaction' },
    { as: 'data', name: 'input' },
    { as: 'nothing', name: 'r' },
    { as: 'nothing', name: 's' },
  ],
  receiptsOfDeposits: true,
  encode: depositTransaction.encode as Layout['encode'],
  encodeReceipt: depositTransaction.receipt.encode as Layout['encodeReceipt'],
}

/** Writes what stands before the data in a deposit: source hash, from, to, mint, value, gas, and the system flag where there is one. */
export function writeDepositHead(
  transaction: RpcObject,
  writer: RlpWriter,
  { systemFlag = true }: { readonly systemFlag?: boolean } = {},
): void {
  writer.fixed(transaction['sourceHash'], 32, 'sourceHash')
  writer.fixed(transaction['from'], 20, 'from')
  writer.fixedOrEmpty(transaction['to'], 20, 'to')
  if (isPresent(transaction['mint'])) writer.quantity(transaction['mint'], 'mint')
  else writer.empty()
  writer.quantity(transaction['value'], 'value')
  writer.quantity(transaction['gas'], 'gas')
  if (systemFlag) writer.small(isSystemFlag(transaction) ? 1 : 0)
}

function isSystemFlag(transaction: RpcObject): boolean {
  return transaction['isSystemTx'] === true || transaction['isSystemTransaction'] === true
}

/**
 * The protocol's own: L1 attributes come from `0xdeaddead…0001`, upgrades from there, from `0x4210…` and from the zero address
 * (specs.optimism.io, `<fork>/derivation`, network upgrade automation transactions).
 */
const PROTOCOL_SENDER = /^0x(deaddeaddeaddeaddeaddeaddeaddeaddead0001|4210{35}[0-9a-f]{2}|0{40})$/i

function isSystem(transaction: RpcObject): boolean {
  return isSystemFlag(transaction) || PROTOCOL_SENDER.test(String(transaction['from']))
}
