import {
  type BlockContext,
  type Dialect,
  type Era,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  ethereumReceipt,
  ethereumTransactions,
  evmBlockFields,
  evmTransactionFields,
  isPresent,
  parseHeight,
  type RpcObject,
  type TransactionRule,
} from '@defimon/evm'
import { zksyncHeader } from './zksync-header.ts'

/** What a block of the ZK Stack has beyond an Ethereum one's. */
export interface ZksyncBlockFields extends EvmBlockFields {
  /** The batch that carries it to the settlement layer. Absent until the batch is sealed. */
  readonly l1BatchNumber?: number
  readonly l1BatchTimestampMs?: number
}

/** What a transaction of the ZK Stack has beyond an Ethereum one's. */
export interface ZksyncTransactionFields extends EvmTransactionFields {
  readonly l1BatchNumber?: number
  readonly l1BatchTransactionIndex?: number
  /** Logs that this transaction sends to the settlement layer. From the receipt. */
  readonly l2ToL1LogCount?: number
}

declare module '@defimon/core' {
  interface StackBlockFields {
    zksync: ZksyncBlockFields
  }
  interface StackTransactionFields {
    zksync: ZksyncTransactionFields
  }
}

const SOURCE = 'https://github.com/matter-labs/zksync-era/blob/main/core/lib/types/src/block.rs'
const NO_ENCODING = 'the JSON does not hold all that the hash is made of'

function unsigned(kind: 'deposit' | 'system'): TransactionRule {
  return { kind, skip: NO_ENCODING, creationNonce: () => undefined, receipt: { skip: 'no root stands over receipts' } }
}

/** Ethereum's types, whose receipts no root stands over; and whose effective price the node alone knows. */
const ofEthereum = Object.fromEntries(
  Object.entries(ethereumTransactions).map(([type, rule]) => {
    const { effectiveGasPrice: _own, ...rest } = rule
    return [type, { ...rest, creationNonce: () => undefined, receipt: { ...ethereumReceipt(Number(type)) } }]
  }),
)

/** EraVM blocks: Era, Abstract, Sophon, Lens and the other chains of the ZK Stack. */
const eraVm: Era = {
  name: 'era-vm',
  source: SOURCE,
  header: zksyncHeader,
  transactions: {
    ...ofEthereum,
    '0x71': {
      kind: 'user',
      skip: NO_ENCODING,
      creationNonce: () => undefined,
      receipt: { skip: 'no root stands over receipts' },
    },
    '0xff': unsigned('deposit'),
    '0xfe': unsigned('system'),
  },
  transactionsRoot: { skip: 'no root stands over transactions; their hashes are in the block hash' },
  receiptsRoot: { skip: 'no root stands over receipts: zkSync commits to state and messages per batch' },
  logsBloom: 'no receipts root vouches for the blooms of the receipts',
}

function transactionFields(
  transaction: RpcObject,
  receipt: RpcObject | undefined,
  _context: BlockContext,
): ZksyncTransactionFields {
  const { l1BatchNumber, l1BatchTxIndex } = transaction
  const messages = receipt?.['l2ToL1Logs']
  return {
    ...evmTransactionFields(transaction, receipt),
    ...(isPresent(l1BatchNumber) && { l1BatchNumber: parseHeight(l1BatchNumber, 'l1BatchNumber') }),
    ...(isPresent(l1BatchTxIndex) && { l1BatchTransactionIndex: parseHeight(l1BatchTxIndex, 'l1BatchTxIndex') }),
    ...(Array.isArray(messages) && { l2ToL1LogCount: messages.length }),
  }
}

/** The ZK Stack as EraVM runs it. `safe` means less here than elsewhere: precommitted by the sequencer. */
export const zksyncDialect: Dialect<'zksync'> = {
  eras: [
    {
      ...ethereumEra,
      name: 'zksync-os',
      source: 'https://github.com/matter-labs/zksync-os-server',
      // Chains on ZKsync OS have Ethereum's headers; EraVM writes zero roots.
      applies: (block) => isPresent(block['transactionsRoot']) && !/^0x0*$/.test(String(block['transactionsRoot'])),
    },
    eraVm,
  ],
  checks: ['block-hash', 'transactions-root', 'receipts-root'],
  blockFields(block) {
    const { l1BatchNumber, l1BatchTimestamp } = block
    return {
      ...evmBlockFields(block),
      ...(isPresent(l1BatchNumber) && { l1BatchNumber: parseHeight(l1BatchNumber, 'l1BatchNumber') }),
      ...(isPresent(l1BatchTimestamp) && { l1BatchTimestampMs: parseHeight(l1BatchTimestamp, 'l1BatchTimestamp') * 1000 }),
    }
  },
  transactionFields,
}
