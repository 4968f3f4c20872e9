import type { Address, Hash, NetworkId, Stack, StackBlockFields, StackTransactionFields } from './network.ts'
import type { Evidence } from './settlement.ts'

/** A block by height and hash. REST rollups without a hash use the commitment that L1 holds. */
export interface BlockRef {
  readonly number: number
  readonly hash: Hash
}

/** `finalized` is a tag, not a stage: on optimistic rollups a block is settled days after it is finalized. */
export type BlockTag = 'latest' | 'safe' | 'finalized'

/** A block by height, tag or hash. */
export type BlockId = number | BlockTag | { readonly hash: Hash }

/** How much of a block to read. Each level holds the one before it. */
export type Detail = 'header' | 'transactions' | 'receipts'

/** An L1 block that an L2 block refers to. Arbitrum gives a number and no hash; an L3's origin may be Ethereum, not its parent. */
export interface L1Ref {
  readonly network: NetworkId
  readonly number: number
  readonly hash?: Hash
  readonly transactionHash?: Hash
  readonly timestampMs?: number
}

/** What a transaction paid. `totalWei` holds all parts. */
export interface Fee {
  readonly totalWei: bigint
  /** Absent: the network's own currency. */
  readonly currency?: string
  readonly l1DataWei?: bigint
  readonly operatorWei?: bigint
  readonly priorityWei?: bigint
}

/** A transaction of any stack. What the stack has beyond this is in `fields`. */
export interface L2Transaction<S extends Stack = Stack> {
  readonly hash: Hash
  readonly index: number
  /** user: signed by a user; deposit: forced in from the parent; system: made by the protocol; vote: Solana votes. */
  readonly kind: 'user' | 'deposit' | 'system' | 'vote'
  /** The stack's own type: `0x2`, `0x7e`, `INVOKE`, … */
  readonly type: string
  readonly from?: Address
  readonly to?: Address
  readonly valueWei?: bigint
  readonly nonce?: bigint
  readonly input?: string
  readonly gasLimit?: bigint
  /** From detail `receipts`, as is what follows. */
  readonly status?: 'succeeded' | 'failed'
  readonly gasUsed?: bigint
  readonly fee?: Fee
  readonly fields: StackTransactionFields[S extends keyof StackTransactionFields ? S : never]
}

/** A log (event) of a block, in block order. */
export interface L2Log {
  readonly transactionHash: Hash
  readonly transactionIndex: number
  readonly logIndex: number
  readonly address: Address
  readonly topics: readonly Hash[]
  readonly data: string
}

/** What can be recomputed from an answer. */
export type Check =
  | 'identity'
  | 'parent-link'
  | 'block-hash'
  | 'transactions-root'
  | 'receipts-root'
  | 'withdrawals-root'
  | 'logs-bloom'
  | 'signatures'
  | 'state-claim'

/** What was checked of a block, and what was not, with the reason. */
export interface Verification {
  readonly passed: readonly Check[]
  readonly skipped: readonly { readonly check: Check; readonly reason: string }[]
  /** Recomputing shows that an answer is consistent; only an anchor shows that it is the chain's. */
  readonly anchoredBy: 'none' | { readonly quorum: number } | { readonly parent: Evidence }
}

/** A verified block of any stack. */
export interface L2Block<S extends Stack = Stack, D extends Detail = Detail> extends BlockRef {
  readonly network: NetworkId
  readonly stack: S
  /** Absent: genesis. Never `number - 1`: Solana slots and NEAR heights have gaps. */
  readonly parent?: BlockRef
  readonly timestampMs: number
  readonly transactionCount: number
  readonly transactions: D extends 'header' ? undefined : readonly L2Transaction<S>[]
  readonly logs: D extends 'receipts' ? readonly L2Log[] : undefined
  readonly gasUsed?: bigint
  readonly gasLimit?: bigint
  readonly baseFeePerGasWei?: bigint
  readonly stateRoot?: Hash
  readonly l1Origin?: L1Ref
  readonly verification: Verification
  readonly fields: StackBlockFields[S extends keyof StackBlockFields ? S : never]
  /** The answers as they came, with `keepRaw`. */
  readonly raw?: unknown
}
