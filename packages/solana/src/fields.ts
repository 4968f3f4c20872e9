/** What a Solana block has beyond the common fields. `number` is the slot. */
export interface SolanaBlockFields {
  /** How many blocks stand before it: slots may be skipped, heights may not. Unknown for some old blocks. */
  readonly blockHeight?: number
  /** Transactions by which validators vote. After Alpenglow there are none. Absent where transactions were not read. */
  readonly voteCount?: number
  /** Compute units of all transactions, where the node says so. */
  readonly computeUnitsConsumed?: bigint
  /** Lamports paid to the leader and others for this block. Absent where rewards were not read. */
  readonly rewardsLamports?: bigint
}

/** What a Solana transaction has beyond the common fields. */
export interface SolanaTransactionFields {
  readonly version: 'legacy' | number
  /** All of them; the first is the transaction's name. */
  readonly signatures: readonly string[]
  /** Accounts named in the message, in order; the first pays. Accounts of lookup tables follow. */
  readonly accounts: readonly string[]
  /** Programs that the instructions call, each once, in order. */
  readonly programs: readonly string[]
  readonly recentBlockhash?: string
  /** As the node words it; absent where it succeeded. */
  readonly error?: unknown
  /** Units of the block's cost limit that it took (Agave 2.2 and later). */
  readonly costUnits?: bigint
}

declare module '@defimon/core' {
  interface StackBlockFields {
    solana: SolanaBlockFields
  }
  interface StackTransactionFields {
    solana: SolanaTransactionFields
  }
}
