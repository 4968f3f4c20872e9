import { type Contradiction, type Dialect, type Era, parseHeight, parseQuantity, type RpcObject, toQuantity } from '@defimon/evm'
import { normalizeKaia } from './kaia-answers.ts'
import { kaiaBlockFields, kaiaTransactionFields } from './kaia-fields.ts'
import { kaiaHeader } from './kaia-header.ts'
import { kaiaRoot } from './kaia-roots.ts'
import { kaiaTransactions } from './kaia-transactions.ts'

const kaiaEra: Era = {
  name: 'istanbul',
  source: 'https://github.com/kaiachain/kaia/tree/dev/blockchain/types',
  applies: isKaiaShape,
  header: kaiaHeader,
  transactions: kaiaTransactions,
  transactionsRoot: kaiaRoot,
  receiptsRoot: kaiaRoot,
  checkReceipts: checkGasUsed,
}

const ETH_SHAPE = 'eth_* shows neither the header nor the native transactions of Kaia'

/** A block as `eth_*` shows it: a translation, from which nothing can be recomputed. */
const translatedEra: Era = {
  name: 'istanbul, as eth_* shows it',
  source: 'https://github.com/kaiachain/kaia/blob/dev/api/api_eth.go',
  header: kaiaHeader,
  transactions: {},
  transactionsRoot: { skip: ETH_SHAPE },
  receiptsRoot: { skip: ETH_SHAPE },
  logsBloom: ETH_SHAPE,
}

/** Kaia (formerly Klaytn): read through `kaia_*`, which alone shows what is hashed. All tags mean the newest block, which is final. */
export const kaiaDialect: Dialect<'kaia'> = {
  eras: [kaiaEra, translatedEra],
  rpc: {
    blockByNumber: 'kaia_getBlockByNumber',
    blockByHash: 'kaia_getBlockByHash',
    blockReceipts: 'kaia_getBlockReceipts',
    receiptsByHashOnly: true,
    transactionReceipt: 'kaia_getTransactionReceipt',
    syncing: 'kaia_syncing',
  },
  normalize: normalizeKaia,
  blockFields: kaiaBlockFields,
  transactionFields: kaiaTransactionFields,
  timestampMs: blockTimeMs,
}

function isKaiaShape(block: RpcObject): boolean {
  return block['reward'] !== undefined && block['blockScore'] !== undefined
}

/** `timestampFoS` counts hundredths of the second (kaia blockchain/types/block.go). */
function blockTimeMs(block: RpcObject): number {
  const hundredths = block['timestampFoS'] === undefined ? 0 : parseHeight(block['timestampFoS'], 'timestampFoS')
  return parseHeight(block['timestamp'], 'timestamp') * 1000 + hundredths * 10
}

/** The header's gas is the sum of the receipts'. */
function checkGasUsed(receipts: readonly RpcObject[], block: RpcObject): Contradiction | undefined {
  const computed = receipts.reduce((sum, receipt) => sum + parseQuantity(receipt['gasUsed'], 'gasUsed of a receipt'), 0n)
  return computed === parseQuantity(block['gasUsed'], 'gasUsed')
    ? undefined
    : { claimed: toQuantity(computed), computed: String(block['gasUsed']), detail: 'gasUsed of all receipts' }
}
