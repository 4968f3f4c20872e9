import {
  checkUncles,
  type Dialect,
  type Era,
  ethereumEra,
  ethereumHeader,
  ethereumTransactions,
  evmBlockFields,
  evmTransactionFields,
  type HeaderRule,
  isSkip,
  type Quirk,
  sameHex,
} from '@defimon/evm'
import { checkStateSync, stateSyncRule, stateSyncTransaction, withListedStateSync } from './state-sync.ts'

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'
const header = ethereumHeader()

/**
 * The seal is part of `extraData` and of the hash (bor core/types/block.go). Erigon nodes show the signer as `miner` where the header
 * has zero (release notes of v2.61.1), so a hash that does not come out is tried with zero. A `miner` changed by an endpoint is
 * therefore not seen where the header's own is zero.
 */
const polygonHeader: HeaderRule = {
  knownFields: header.knownFields,
  hash(block, writer, raw) {
    const shown = header.hash(block, writer, raw)
    if (isSkip(shown) || sameHex(shown, block['hash']) || block['miner'] === ZERO_ADDRESS) return shown
    const sealed = header.hash({ ...block, miner: ZERO_ADDRESS }, writer, raw)
    return sameHex(sealed, block['hash']) ? sealed : shown
  },
}

/** All of Polygon PoS: before and after Madhugiri a state sync tells by itself which of the two it is. */
const polygonEra: Era = {
  name: 'bor',
  source: 'https://github.com/0xPolygon/bor/tree/develop/core/types',
  header: polygonHeader,
  transactions: { ...ethereumTransactions, '0x7f': stateSyncTransaction },
  protocolTransaction: stateSyncRule,
  transactionsRoot: ethereumEra.transactionsRoot,
  receiptsRoot: ethereumEra.receiptsRoot,
  checkBlock: checkUncles,
  checkTransactions: checkStateSync,
}

/** Blocks of Polygon PoS that break its rules. */
export const POLYGON_QUIRKS: readonly Quirk[] = [
  {
    network: 'polygon_pos',
    fromBlock: 79_061_984,
    toBlock: 79_061_984,
    check: 'logs-bloom',
    rule: 'tolerate',
    reason: 'block 79,061,984 was sealed with an empty bloom over ten logs',
    source: 'https://polygonscan.com/block/79061984, as indexers report it; not recorded here',
  },
]

/** Polygon PoS and its forks (Shibarium): Ethereum's formats, state sync, and a miner that nodes rewrite. */
export const polygonDialect: Dialect<'polygon-pos'> = {
  eras: [polygonEra],
  quirks: POLYGON_QUIRKS,
  normalize: withListedStateSync,
  blockFields: evmBlockFields,
  transactionFields: evmTransactionFields,
}
