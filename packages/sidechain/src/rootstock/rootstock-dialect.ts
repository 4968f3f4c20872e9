import {
  type BlockContext,
  checkUncles,
  type Dialect,
  type Era,
  evmTransactionFields,
  legacyTransaction,
  type RpcObject,
  type TransactionRule,
} from '@defimon/evm'
import { unproven } from '../unproven.ts'
import { rootstockBlockFields } from './rootstock-fields.ts'
import { rootstockHeader } from './rootstock-header.ts'

const SOURCE = 'https://github.com/rsksmart/rskj/tree/master/rskj-core/src/main/java/org/ethereum/core'
const UNITRIE = "the root is that of a Unitrie, Rootstock's own kind of trie"
const REMASC_ADDRESS = '0x0000000000000000000000000000000001000008'

/** REMASC, the last transaction of a block, shares out the fees. Nobody signs it. */
const remascTransaction: TransactionRule = {
  kind: 'system',
  skip: 'the REMASC transaction has an encoding of its own',
  receipt: { skip: UNITRIE },
}

const rootstockEra: Era = {
  name: 'rskj',
  source: SOURCE,
  header: rootstockHeader,
  transactions: { '0x0': legacyTransaction },
  protocolTransaction: remasc,
  transactionsRoot: { skip: `${UNITRIE}; the hash of each signed transaction was recomputed` },
  receiptsRoot: { skip: UNITRIE },
  logsBloom: UNITRIE,
  checkBlock: checkUncles,
}

/** Rootstock, merge-mined with Bitcoin. Finality is a matter of confirmations: only `latest` is a tag. */
export const rootstockDialect: Dialect<'rootstock'> = {
  eras: [rootstockEra],
  tags: ['latest'],
  checks: ['block-hash', 'transactions-root', 'receipts-root'],
  quirks: unproven(
    'rootstock',
    ['block-hash', 'transactions-root', 'receipts-root'],
    'of the forks of Rootstock only those of 2019 (RSKIP-92) have been proven on real blocks',
    SOURCE,
  ),
  blockFields: rootstockBlockFields,
  transactionFields: evmTransactionFields,
}

function remasc(transaction: RpcObject, _context: BlockContext): TransactionRule | undefined {
  return transaction['to'] === REMASC_ADDRESS ? remascTransaction : undefined
}
