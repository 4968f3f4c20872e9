/** What a NEAR block has beyond the common fields. */
export interface NearBlockFields {
  /** The account that produced the block. */
  readonly author?: string
  /** The height of the parent, which is not always one less. Absent in headers before version 3. */
  readonly previousHeight?: number
  readonly epochId?: string
  readonly protocolVersion?: number
  /** The newest block that was final when this one was made. */
  readonly lastFinalBlock?: string
  /** One entry per shard, in the block's order. */
  readonly chunks: readonly NearChunk[]
  /** Nanoseconds since 1970; `timestampMs` is this, cut to milliseconds. */
  readonly timestampNanoseconds?: bigint
  readonly gasPriceYocto?: bigint
  readonly totalSupplyYocto?: bigint
  /**
   * Execution results of receipts that ran in this block. Only the near-lake format carries them: by RPC a block has none, and then
   * this is absent and `logs` is empty for want of an answer, not for want of logs.
   */
  readonly executedReceiptCount?: number
}

/** A shard's part of a block. */
export interface NearChunk {
  readonly hash: string
  readonly shardId: number
  /** False: an older chunk, repeated because the shard missed this height. Its transactions and gas do not count here. */
  readonly isNew: boolean
  readonly heightIncluded: number
  readonly gasUsed: bigint
  readonly gasLimit: bigint
  readonly transactionsRoot: string
  /** Absent where the chunk's body was not read. An old chunk has none in this block. */
  readonly transactionCount?: number
}

/** What a NEAR transaction has beyond the common fields. It is converted to a receipt here and runs in later blocks. */
export interface NearTransactionFields {
  readonly shardId: number
  readonly publicKey: string
  readonly signature: string
  /** Names of the actions, in order: `FunctionCall`, `Transfer`, … */
  readonly actions: readonly string[]
  /** Of the conversion to a receipt alone, where the format gives it (near-lake). */
  readonly conversionGasBurnt?: bigint
  readonly conversionTokensBurntYocto?: bigint
}

declare module '@defimon/core' {
  interface StackBlockFields {
    near: NearBlockFields
  }
  interface StackTransactionFields {
    near: NearTransactionFields
  }
}
