import { ethereumTransactions } from '../transaction/ethereum-transactions.ts'
import type { TransactionRule } from '../transaction/transaction-rule.ts'
import type { Layout, LayoutField } from './layout.ts'

const CHAIN_ID: LayoutField = { as: 'quantity', name: 'chainId' }
const NONCE: LayoutField = { as: 'quantity', name: 'nonce' }
const GAS_PRICE: LayoutField = { as: 'quantity', name: 'gasPrice' }
const ACCESS_LIST: LayoutField = { as: 'accessList', name: 'accessList' }
const CALL: readonly LayoutField[] = [
  { as: 'quantity', name: 'gas' },
  { as: 'fixedOrEmpty', name: 'to', length: 20 },
  { as: 'quantity', name: 'value' },
  { as: 'data', name: 'input' },
]
const POINT: readonly LayoutField[] = [
  { as: 'quantity', name: 'r' },
  { as: 'quantity', name: 's' },
]
const PARITY: LayoutField = { as: 'quantityOfEither', name: 'yParity', or: 'v' }
const FEES: readonly LayoutField[] = [
  { as: 'quantity', name: 'maxPriorityFeePerGas' },
  { as: 'quantity', name: 'maxFeePerGas' },
]

/** The layouts of Ethereum's transaction types (EIPs 155, 2930, 1559, 4844, 7702). */
export const ethereumLayouts: readonly Layout[] = [
  /* @__PURE__ */ layout(0, [NONCE, GAS_PRICE, ...CALL, { as: 'quantity', name: 'v' }, ...POINT]),
  /* @__PURE__ */ layout(1, [CHAIN_ID, NONCE, GAS_PRICE, ...CALL, ACCESS_LIST, PARITY, ...POINT]),
  /* @__PURE__ */ layout(2, [CHAIN_ID, NONCE, ...FEES, ...CALL, ACCESS_LIST, PARITY, ...POINT]),
  /* @__PURE__ */ layout(3, [
    CHAIN_ID,
    NONCE,
    ...FEES,
    ...CALL,
    ACCESS_LIST,
    { as: 'quantity', name: 'maxFeePerBlobGas' },
    { as: 'hashes', name: 'blobVersionedHashes' },
    PARITY,
    ...POINT,
  ]),
  /* @__PURE__ */ layout(4, [
    CHAIN_ID,
    NONCE,
    ...FEES,
    ...CALL,
    ACCESS_LIST,
    { as: 'authorizations', name: 'authorizationList' },
    PARITY,
    ...POINT,
  ]),
]

function layout(type: number, fields: readonly LayoutField[]): Layout {
  const rule = ethereumTransactions[`0x${type}`] as Required<TransactionRule>
  return { type, fields, encode: rule.encode, encodeReceipt: rule.receipt.encode as Layout['encodeReceipt'] }
}
