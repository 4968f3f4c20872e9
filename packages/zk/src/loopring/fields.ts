import type { L1Ref } from '@defimon/core'

/** What a block of Loopring has beyond the common fields. Its hash is the Merkle root after it, which Ethereum holds. */
export interface LoopringBlockFields {
  /** As the API words it. */
  readonly status?: string
  /** Transaction on Ethereum that submitted and proved it. */
  readonly submitTransactionHash?: string
  readonly blockSize?: number
  /** sha256 of the block's data on Ethereum. Where it was read from there, as is what follows. */
  readonly publicDataHash?: string
  /** Where on Ethereum it stands. Its transactions are not known then, and `transactionCount` is 0. */
  readonly heldAt?: L1Ref
}

/** What a transaction of Loopring has beyond the common fields: all that the API says of it. */
export interface LoopringTransactionFields {
  readonly answer: Readonly<Record<string, unknown>>
}

declare module '@defimon/core' {
  interface StackBlockFields {
    loopring: LoopringBlockFields
  }
  interface StackTransactionFields {
    loopring: LoopringTransactionFields
  }
}
