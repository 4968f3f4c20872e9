import type { L1Ref, NetworkFacts } from '@defimon/core'
import {
  asObject,
  type BlockContext,
  type Dialect,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  ethereumTransactions,
  evmBlockFields,
  evmTransactionFields,
  type RpcObject,
  sameHex,
  type TransactionRule,
} from '@defimon/evm'

declare module '@defimon/core' {
  interface StackBlockFields {
    taiko: EvmBlockFields
  }
  interface StackTransactionFields {
    taiko: EvmTransactionFields
  }
}

/** Signs the first transaction of every block with a key that everybody knows (taikoxyz/taiko-mono, Anchor). */
const GOLDEN_TOUCH = '0x0000777735367b36bc9b61c50022d9d0700db4ec'

/** `anchorV4((uint48 blockNumber, bytes32 blockHash, bytes32 stateRoot))` (layer2/core/Anchor.sol): three words. */
const ANCHOR_V4_LENGTH = 2 + 8 + 3 * 64

function isAnchor(transaction: RpcObject): boolean {
  return sameHex(transaction['from'], GOLDEN_TOUCH) && (transaction['transactionIndex'] ?? '0x0') === '0x0'
}

function withAnchorKind(rule: TransactionRule): TransactionRule {
  return {
    ...rule,
    kind: (transaction: RpcObject, _context: BlockContext) => (isAnchor(transaction) ? 'system' : 'user'),
  }
}

/** The L1 block that a block is anchored to, from the calldata of the anchor of Shasta. Older anchors have other forms. */
function l1Origin(block: RpcObject, network: NetworkFacts): L1Ref | undefined {
  const [first] = Array.isArray(block['transactions']) ? (block['transactions'] as readonly unknown[]) : []
  if (network.parent === undefined || typeof first !== 'object' || first === null) return undefined
  const anchor = asObject(first, 'transaction')
  const { input } = anchor
  if (!isAnchor(anchor) || typeof input !== 'string' || input.length !== ANCHOR_V4_LENGTH) return undefined
  const number = Number.parseInt(input.slice(10, 74), 16)
  return Number.isSafeInteger(number) ? { network: network.parent, number, hash: `0x${input.slice(74, 138)}` } : undefined
}

/** Taiko: Ethereum's formats (taikoxyz/taiko-geth), with an anchor transaction first in every block. */
export const taikoDialect: Dialect<'taiko'> = {
  eras: [
    {
      ...ethereumEra,
      name: 'taiko',
      source: 'https://github.com/taikoxyz/taiko-mono',
      transactions: Object.fromEntries(Object.entries(ethereumTransactions).map(([type, rule]) => [type, withAnchorKind(rule)])),
    },
  ],
  blockFields: evmBlockFields,
  transactionFields: evmTransactionFields,
  l1Origin,
}
