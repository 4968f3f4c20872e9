import {
  checkUncles,
  type Dialect,
  type Era,
  ethereumEra,
  ethereumReceipt,
  ethereumTransactions,
  evmBlockFields,
  evmTransactionFields,
  type TransactionRule,
} from '@defimon/evm'
import { unproven } from '../unproven.ts'
import { edgeHeader } from './edge-header.ts'

const SOURCE = 'https://github.com/0xPolygon/polygon-edge/tree/develop/types'

/** What the protocol of Supernets runs (polygon-edge types/rlp_marshal.go, StateTransaction): encoded as a legacy one behind its type. */
const stateTransaction: TransactionRule = {
  kind: 'system',
  encode(transaction, writer) {
    writer.raw(0x7f)
    ethereumTransactions['0x0']!.encode?.(transaction, writer)
  },
  receipt: ethereumReceipt(0x7f),
}

/** Polygon Edge and its Supernets. */
const edgeEra: Era = {
  name: 'edge',
  source: SOURCE,
  header: edgeHeader,
  transactions: { ...ethereumTransactions, '0x7f': stateTransaction },
  transactionsRoot: ethereumEra.transactionsRoot,
  receiptsRoot: ethereumEra.receiptsRoot,
  checkBlock: checkUncles,
}

/** Polygon Edge: IBFT seals in the extra data. Only `latest` is a tag that nodes of every version know. */
export const polygonEdgeDialect: Dialect<'polygon-edge'> = {
  eras: [edgeEra],
  tags: ['latest'],
  quirks: unproven(
    'dogechain',
    ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom'],
    'no real block of Polygon Edge under IBFT is at hand to prove the recipe; one under PolyBFT is',
    SOURCE,
  ),
  blockFields: evmBlockFields,
  transactionFields: evmTransactionFields,
}
