import {
  checkUncles,
  EMPTY_TRIE_ROOT,
  type Era,
  ethereumEra,
  ethereumHeader,
  ethereumTransactions,
  type HeaderRule,
  isPresent,
  type RootRule,
  type RpcObject,
} from '@defimon/evm'
import { checkNanoseconds } from './check-nanoseconds.ts'
import { internalTransaction } from './internal-transaction.ts'

const ZERO_HASH = `0x${'0'.repeat(64)}`
const NO_RECEIPTS_ROOT = 'the node left the receipts root zero, for it had not resolved the receipts'
const header = ethereumHeader({ beside: ['epoch', 'timestampNano'] })

/**
 * Ethereum's header up to the blob fields (sonic inter/block.go, GetEthereumHeader). The withdrawals root is that of none, also where a
 * node leaves it out. The receipts root is computed when asked for; where it was not, nothing stands over the header.
 */
const sonicHeader: HeaderRule = {
  knownFields: header.knownFields,
  hash(block, writer, raw) {
    if (block['receiptsRoot'] === ZERO_HASH) return { skip: NO_RECEIPTS_ROOT }
    const { withdrawalsRoot, blobGasUsed, excessBlobGas } = block
    const filled = isPresent(withdrawalsRoot)
      ? block
      : {
          ...block,
          withdrawalsRoot: EMPTY_TRIE_ROOT,
          blobGasUsed: blobGasUsed ?? '0x0',
          excessBlobGas: excessBlobGas ?? '0x0',
        }
    return header.hash(filled, writer, raw)
  },
}

/** Sonic: hashes can be recomputed, unlike those of Opera, whose successor it is. */
export const sonicEra: Era = {
  name: 'sonic',
  source: 'https://github.com/0xsoniclabs/sonic/blob/main/inter/block.go',
  header: sonicHeader,
  transactions: ethereumTransactions,
  protocolTransaction: internalTransaction,
  transactionsRoot: ethereumEra.transactionsRoot,
  receiptsRoot: ethereumEra.receiptsRoot,
  checkBlock: (block) => checkUncles(block) ?? checkNanoseconds(block),
}

/** Sonic blocks whose receipts root the node did not compute. */
export const unresolvedSonicEra: Era = {
  ...sonicEra,
  name: 'sonic without receipts',
  applies: (block: RpcObject) => block['receiptsRoot'] === ZERO_HASH,
  receiptsRoot: { skip: NO_RECEIPTS_ROOT } satisfies RootRule,
  logsBloom: NO_RECEIPTS_ROOT,
}
