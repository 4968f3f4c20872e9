import { ethereumTransactions, legacyTransaction, type RpcObject, type TransactionRule } from '@defimon/evm'
import { RECOMPUTED, unproven, type Variant } from './variant.ts'

const SOURCE = 'https://github.com/MetisProtocol/mvm/blob/develop/l2geth/internal/ethapi/api.go'

/** What came from L1 is a legacy transaction with a signature of zeros: nobody signed it. */
const { signed: _, ...unsigned } = legacyTransaction
const fromL1: TransactionRule = { ...unsigned, kind: 'deposit' }

/**
 * Metis forked the first OVM and stayed on it: one transaction a block, no deposits of type 0x7e, no L1 attributes. The transaction
 * says which L1 block it saw (`l1BlockNumber`) and where it came from (`queueOrigin`).
 */
export const metis: Variant = (network, era) => ({
  eras: [
    {
      ...era,
      name: 'metis',
      source: SOURCE,
      transactions: ethereumTransactions,
      protocolTransaction: ({ queueOrigin }: RpcObject) => (queueOrigin === 'l1' ? fromL1 : undefined),
    },
  ],
  quirks: unproven(network, {
    checks: RECOMPUTED,
    reason: 'Metis is a fork of the first OVM, and no record has proven its formats',
    source: SOURCE,
  }),
})
