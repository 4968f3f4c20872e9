import {
  type Dialect,
  type Era,
  ethereumTransactions,
  evmBlockFields,
  evmTransactionFields,
  type HeaderRule,
  parseHeight,
  type Quirk,
  type RpcObject,
} from '@defimon/evm'

const ETHERMINT = 'https://github.com/crypto-org-chain/ethermint/blob/develop/rpc/types/utils.go'

/** The hash is CometBFT's: a Merkle root of sha256 over fields of which the JSON shows a few. */
const cronosHeader: HeaderRule = {
  hash: () => ({ skip: 'the hash is that of the CometBFT header, most of which eth_* does not show' }),
  knownFields: new Set(),
}

/** From the block on that the bugs of Ethermint were fixed for sure. */
const ETHERMINT_FIXED = 20_000_000

/** Cronos: every transaction is Ethereum's and its hash is recomputed; the roots over them are CometBFT's, or a constant. */
const cronosEra: Era = {
  name: 'ethermint',
  source: ETHERMINT,
  header: cronosHeader,
  transactions: ethereumTransactions,
  transactionsRoot: {
    skip: 'the root is the sha256 of Cosmos transactions; the hash of each Ethereum transaction in them was recomputed',
  },
  receiptsRoot: { skip: 'the header holds no receipts root: Ethermint writes that of an empty trie' },
  logsBloom: 'nothing stands over the bloom: it is not in the CometBFT header',
  logNumbers: 'numbers of logs go on over transactions that failed in Cosmos, which eth_* leaves out',
  receiptGas: 'cumulative gas counts transactions that failed in Cosmos, which eth_* leaves out',
  receiptsMayLack: 'transactions that failed in Cosmos have no receipt',
}

/**
 * Before 20,000,000 the EVM module listed transactions that never ran, lost receipts and leaked blooms from block to block
 * (subsquid/squid-sdk evm/evm-rpc/src/chain-utils.ts).
 */
const bugEra: Era = {
  ...cronosEra,
  name: 'ethermint before 20,000,000',
  applies: (block: RpcObject) => parseHeight(block['number'], 'number of a block') < ETHERMINT_FIXED,
}

const BUGS = 'before block 20,000,000 Ethermint listed phantom transactions, lost receipts and leaked blooms'
const BUGS_SOURCE = 'https://github.com/subsquid/squid-sdk/blob/master/evm/evm-rpc/src/chain-utils.ts'

/** Headers and receipts of Cronos before 20,000,000. */
export const CRONOS_QUIRKS: readonly Quirk[] = (['receipts-root', 'logs-bloom'] as const).map((check) => ({
  network: 'cronos',
  toBlock: ETHERMINT_FIXED - 1,
  check,
  rule: 'tolerate',
  reason: BUGS,
  source: BUGS_SOURCE,
}))

/** Cronos, a Cosmos chain with an EVM. All tags mean the newest block, which is final. */
export const cronosDialect: Dialect<'cronos'> = {
  eras: [bugEra, cronosEra],
  quirks: CRONOS_QUIRKS,
  checks: ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom'],
  blockFields: evmBlockFields,
  transactionFields: evmTransactionFields,
}
