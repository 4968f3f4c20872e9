import {
  type BlockContext,
  type Dialect,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  ethereumTransactions,
  evmBlockFields,
  evmTransactionFields,
  gasFee,
  type RpcObject,
  type TransactionRule,
} from '@defimon/evm'
import { anchoredL1Block, isAnchor } from './anchor.ts'

declare module '@defimon/core' {
  interface StackBlockFields {
    taiko: EvmBlockFields
  }
  interface StackTransactionFields {
    taiko: EvmTransactionFields
  }
}

function withAnchorKind(rule: TransactionRule): TransactionRule {
  return {
    ...rule,
    kind: (transaction: RpcObject, _context: BlockContext) => (isAnchor(transaction) ? 'system' : 'user'),
  }
}

/**
 * Taiko: Ethereum's formats (taikoxyz/taiko-geth), with an anchor transaction first in every block: a signed one of type 2, which pays
 * nothing.
 *
 * Blocks are derived from L1 and fall with it: a reorg of L1 is one of Taiko, and a preconfirmed block may be another one than was
 * proposed. `safe` and `finalized` are both the last block that was proven on L1 (taiko-client sets both in the engine's fork choice).
 */
export const taikoDialect: Dialect<'taiko'> = {
  eras: [
    {
      ...ethereumEra,
      name: 'taiko',
      source: 'https://github.com/taikoxyz/taiko-mono/tree/main/packages/protocol/contracts/layer2/core',
      transactions: Object.fromEntries(Object.entries(ethereumTransactions).map(([type, rule]) => [type, withAnchorKind(rule)])),
    },
  ],
  blockFields: evmBlockFields,
  transactionFields: evmTransactionFields,
  fee: (transaction, receipt, context) => (isAnchor(transaction) ? { totalWei: 0n } : gasFee(transaction, receipt, context)),
  l1Origin: anchoredL1Block,
}
