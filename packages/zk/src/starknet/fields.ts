/** How far the chain's own nodes see a block. Unfinished blocks (`PRE_CONFIRMED`, `PENDING`) are not blocks and never come out. */
export type StarknetBlockStatus = 'ACCEPTED_ON_L2' | 'ACCEPTED_ON_L1'

/** A price of one unit of gas in both fee units: wei (10^-18 ETH) and fri (10^-18 STRK). */
export interface StarknetGasPrice {
  readonly wei: bigint
  readonly fri: bigint
}

/** What the block hash commits to beside the header, as the header states it. Absent where the endpoint does not say (RPC before 0.10). */
export interface StarknetCommitments {
  readonly transactions?: string
  readonly events?: string
  /** Since StarkNet 0.13.2. */
  readonly receipts?: string
  /** Since StarkNet 0.13.2. */
  readonly stateDiff?: string
}

/** What a StarkNet block has beyond the common fields. Felts are lower-case hex without leading zeros. */
export interface StarknetBlockFields {
  readonly status: StarknetBlockStatus
  /** Absent in blocks before 0.9. */
  readonly starknetVersion?: string
  readonly sequencerAddress?: string
  readonly l1GasPrice?: StarknetGasPrice
  readonly l1DataGasPrice?: StarknetGasPrice
  readonly l2GasPrice?: StarknetGasPrice
  /** How the state diff goes to L1. */
  readonly l1DataAvailability?: 'BLOB' | 'CALLDATA'
  readonly commitments: StarknetCommitments
  readonly eventCount?: number
  readonly stateDiffLength?: number
}

/** The most that a transaction of version 3 buys of one resource, and for how much a unit: hex quantities, which `BigInt` reads. */
export interface StarknetResourceBound {
  readonly maxAmount: string
  readonly maxPricePerUnitFri: string
}

/** Resource bounds of a transaction of version 3. */
export interface StarknetResourceBounds {
  readonly l1Gas: StarknetResourceBound
  readonly l2Gas: StarknetResourceBound
  /** Since StarkNet 0.13.4. */
  readonly l1DataGas?: StarknetResourceBound
}

/** What a transaction used. */
export interface StarknetExecutionResources {
  readonly l1Gas?: number
  readonly l1DataGas?: number
  readonly l2Gas?: number
  /** Cairo steps; the feeder gateway gives them. */
  readonly steps?: number
}

/** A message from StarkNet to L1, in the order in which the receipt holds them. */
export interface StarknetMessageToL1 {
  readonly fromAddress: string
  readonly toAddress: string
  readonly payload: readonly string[]
}

/** What a StarkNet transaction has beyond the common fields. Felts are lower-case hex without leading zeros. */
export interface StarknetTransactionFields {
  /** 0 to 3, without the query bit. */
  readonly version: number
  /** The version carries the query bit (2^128): made to estimate a fee, and valid on no chain. */
  readonly isQuery?: true
  readonly signature?: readonly string[]
  readonly calldata?: readonly string[]
  readonly entryPointSelector?: string
  readonly classHash?: string
  readonly compiledClassHash?: string
  readonly contractAddressSalt?: string
  readonly constructorCalldata?: readonly string[]
  /** Of versions 0 to 2. */
  readonly maxFeeWei?: bigint
  /** Of version 3, as are the next ones. */
  readonly resourceBounds?: StarknetResourceBounds
  /** In fri, for each unit of L2 gas. */
  readonly tipFri?: bigint
  readonly paymasterData?: readonly string[]
  readonly accountDeploymentData?: readonly string[]
  readonly nonceDataAvailability?: 'L1' | 'L2'
  readonly feeDataAvailability?: 'L1' | 'L2'
  /** keccak-256 of the L1→L2 message that an L1 handler consumes; the L1 core contract knows it by this hash. */
  readonly messageHash?: string
  /** From detail `receipts`, as is what follows. */
  readonly finalityStatus?: StarknetBlockStatus
  readonly revertReason?: string
  readonly executionResources?: StarknetExecutionResources
  readonly messagesToL1?: readonly StarknetMessageToL1[]
}

declare module '@defimon/core' {
  interface StackBlockFields {
    starknet: StarknetBlockFields
  }
  interface StackTransactionFields {
    starknet: StarknetTransactionFields
  }
}
