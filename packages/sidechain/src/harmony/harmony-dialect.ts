import {
  checkUncles,
  type Dialect,
  type Era,
  evmTransactionFields,
  isPresent,
  legacyTransaction,
  merklePatricia,
} from '@defimon/evm'
import { unproven } from '../unproven.ts'
import { normalizeHarmony, STAKING_COUNT_KEY } from './harmony-answers.ts'
import { harmonyBlockFields } from './harmony-fields.ts'
import { checkHeaderBytes, HEADER_KEY, harmonyHeader } from './harmony-header.ts'

const SOURCE = 'https://github.com/harmony-one/harmony/tree/main/block'
const STAKING = 'the root may also stand over receipts of staking transactions, which eth_* leaves out'

/** A block of which it is not known whether it holds staking transactions, or that does. */
const stakingEra: Era = {
  name: 'harmony, perhaps with staking',
  source: SOURCE,
  header: harmonyHeader,
  transactions: { '0x0': legacyTransaction },
  transactionsRoot: {
    skip: 'the root also stands over shard numbers and staking transactions, which eth_* leaves out; hashes were recomputed',
  },
  receiptsRoot: { ...merklePatricia, mayDiffer: STAKING },
  checkBlock: (block, raw) => (isPresent(block['sha3Uncles']) ? checkUncles(block) : undefined) ?? checkHeaderBytes(block, raw),
}

/** A block without staking transactions: the receipts root stands over what `eth_*` shows. */
const harmonyEra: Era = {
  ...stakingEra,
  name: 'harmony',
  applies: (block) => block[STAKING_COUNT_KEY] === 0,
  receiptsRoot: merklePatricia,
}

/**
 * Harmony, shard 0. Final at once, but without the tags `safe` and `finalized` (harmony eth/rpc/types.go). `eth_getBlockReceipts`
 * holds nulls for staking transactions, so receipts are asked one by one.
 */
export const harmonyDialect: Dialect<'harmony'> = {
  eras: [harmonyEra, stakingEra],
  tags: ['latest'],
  rpc: { blockReceipts: null },
  extraRequests: (id) =>
    typeof id === 'number'
      ? [
          { key: HEADER_KEY, method: 'hmyv2_getHeaderByNumberRLPHex', params: [id] },
          { key: STAKING_COUNT_KEY, method: 'hmyv2_getBlockStakingTransactionCountByNumber', params: [id] },
        ]
      : [],
  normalize: normalizeHarmony,
  checks: ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom'],
  quirks: unproven(
    'harmony',
    ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom'],
    'no real block of Harmony with its header bytes or transactions is at hand to prove the recipe',
    SOURCE,
  ),
  blockFields: harmonyBlockFields,
  transactionFields: evmTransactionFields,
}
