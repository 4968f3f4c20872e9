import type { L1Ref } from '@defimon/core'

/** What a block of zkSync Lite has beyond the common fields. Its hash is the root of the accounts after it: there is no other. */
export interface ZksyncLiteBlockFields {
  /** committed: its data stand on Ethereum; finalized: its proof does. */
  readonly status: 'committed' | 'finalized'
  /** Transaction on Ethereum that published it. */
  readonly commitTransactionHash?: string
  /** Transaction on Ethereum that proved it. */
  readonly verifyTransactionHash?: string
  readonly finalizedAtMs?: number
  /** Chunks of the circuit that proved it, of fixed sizes; not a count of transactions. */
  readonly blockSize?: number
  /**
   * Where on Ethereum it was executed, where it was read from there. Its transactions are not known then, and `transactionCount` is 0.
   */
  readonly heldAt?: L1Ref
}

/** What a transaction of zkSync Lite has beyond the common fields. Amounts are in units of its token, not of the network. */
export interface ZksyncLiteTransactionFields {
  readonly tokenId?: number
  readonly amount?: bigint
  readonly failReason?: string
  readonly batchId?: number
  /** Hash of the deposit or forced exit on Ethereum. */
  readonly l1TransactionHash?: string
}

declare module '@defimon/core' {
  interface StackBlockFields {
    'zksync-lite': ZksyncLiteBlockFields
  }
  interface StackTransactionFields {
    'zksync-lite': ZksyncLiteTransactionFields
  }
}
