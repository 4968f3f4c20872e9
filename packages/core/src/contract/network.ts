/** Ids that `@defimon/networks` knows; it fills this map, so editors complete them. Empty when that package is not imported. */
// biome-ignore lint/suspicious/noEmptyInterface: an open map, augmented by @defimon/networks
export interface KnownNetworks {}

/** The id of a network that the registry knows, such as `'base'`. */
export type KnownNetworkId = keyof KnownNetworks & string

/** A snake_case network id. Known ids are completed; any other string is allowed, for chains of one's own. */
export type NetworkId = KnownNetworkId | (string & {})

/** A block, transaction or state hash: 0x-hex on EVM, felt hex on StarkNet, base58 on Solana and NEAR. */
export type Hash = string

/** An account or contract: 0x-hex, EIP-55 checksummed in the registry, lowercase in decoded blocks. Base58 or a name elsewhere. */
export type Address = string

/** A contract and the parent-chain blocks in which it was the one in charge; open-ended where not known. */
export interface ContractAt {
  readonly address: Address
  readonly chain: NetworkId
  /** First block of `chain` in which it was in charge. */
  readonly fromBlock?: number
  /** Last block of `chain` in which it was in charge. */
  readonly toBlock?: number
  /** The number by which it knows the network, where one contract serves many (AggLayer rollup id). */
  readonly rollupId?: number
}

/** Contracts of the OP Stack on the parent chain (specs.optimism.io, superchain registry). */
export interface OpStackContracts {
  readonly optimismPortal?: readonly ContractAt[]
  readonly systemConfig?: readonly ContractAt[]
  readonly disputeGameFactory?: readonly ContractAt[]
  readonly anchorStateRegistry?: readonly ContractAt[]
  readonly l2OutputOracle?: readonly ContractAt[]
  readonly l1StandardBridge?: readonly ContractAt[]
  readonly l1CrossDomainMessenger?: readonly ContractAt[]
  readonly batchInbox?: readonly ContractAt[]
  readonly canonicalTransactionChain?: readonly ContractAt[]
  readonly stateCommitmentChain?: readonly ContractAt[]
  /** Names the OVM contracts in charge (`Lib_AddressManager`). */
  readonly libAddressManager?: readonly ContractAt[]
  /** Where commitments to data off the parent chain are challenged. */
  readonly dataAvailabilityChallenge?: readonly ContractAt[]
  /** Holds the bonds and the tree of proposals of Kailua. */
  readonly kailuaTreasury?: readonly ContractAt[]
  /** The AggLayer's rollup manager, for chains that settle or bridge through it. */
  readonly agglayerManager?: readonly ContractAt[]
  /** Keeps the outputs of a chain with full execution proofs on the AggLayer. */
  readonly aggchainFep?: readonly ContractAt[]
  readonly aggchainEcdsaMultisig?: readonly ContractAt[]
}

/** Contracts of Arbitrum Nitro on the parent chain (docs.arbitrum.io). */
export interface ArbitrumContracts {
  readonly rollup?: readonly ContractAt[]
  readonly bridge?: readonly ContractAt[]
  readonly inbox?: readonly ContractAt[]
  readonly outbox?: readonly ContractAt[]
  readonly sequencerInbox?: readonly ContractAt[]
}

/** Contracts of zkSync Era and ZK Stack chains on the parent chain. */
export interface ZkSyncContracts {
  readonly diamondProxy?: readonly ContractAt[]
  readonly bridgehub?: readonly ContractAt[]
  readonly validatorTimelock?: readonly ContractAt[]
}

/** Contracts of a rollup with one main contract on the parent chain, and what it names beside it. */
export interface RollupContracts {
  readonly rollup?: readonly ContractAt[]
  readonly messageService?: readonly ContractAt[]
  readonly messageQueue?: readonly ContractAt[]
  readonly bridge?: readonly ContractAt[]
  readonly verifier?: readonly ContractAt[]
  readonly exchange?: readonly ContractAt[]
  readonly core?: readonly ContractAt[]
  readonly rollupManager?: readonly ContractAt[]
  readonly globalExitRoot?: readonly ContractAt[]
  /** Scroll: passes messages and withdrawals. */
  readonly messenger?: readonly ContractAt[]
  /** Taiko: takes proposals and proofs. */
  readonly inbox?: readonly ContractAt[]
  /** Taiko: keeps checkpoints and signals. */
  readonly signalService?: readonly ContractAt[]
  /** StarkEx: the data availability committee. */
  readonly committee?: readonly ContractAt[]
  /** Loopring: the owner of the exchange, which operators call to submit blocks. */
  readonly exchangeOwner?: readonly ContractAt[]
  readonly depositContract?: readonly ContractAt[]
  /** Aztec: names the rollup in charge. */
  readonly registry?: readonly ContractAt[]
}

/** Contracts of a chain with its own consensus, where some are known (checkpoints, bridges). */
export interface OwnConsensusContracts {
  readonly checkpoint?: readonly ContractAt[]
  readonly bridge?: readonly ContractAt[]
  readonly stakeManager?: readonly ContractAt[]
  readonly depositManager?: readonly ContractAt[]
  readonly stateSender?: readonly ContractAt[]
  readonly rootChainManager?: readonly ContractAt[]
}

/**
 * Stack → contracts on the parent chain. Open: an outside stack augments it with
 * `declare module '@defimon/core' { interface StackContracts { mine: … } }`, and nothing in core changes.
 */
export interface StackContracts {
  evm: object
  'op-stack': OpStackContracts
  arbitrum: ArbitrumContracts
  zksync: ZkSyncContracts
  'zksync-lite': RollupContracts
  linea: RollupContracts
  scroll: RollupContracts
  taiko: RollupContracts
  'polygon-zkevm': RollupContracts
  starknet: RollupContracts
  starkex: RollupContracts
  loopring: RollupContracts
  'polygon-pos': OwnConsensusContracts
  bsc: OwnConsensusContracts
  avalanche: OwnConsensusContracts
  gnosis: OwnConsensusContracts
  harmony: OwnConsensusContracts
  kaia: OwnConsensusContracts
  cronos: OwnConsensusContracts
  rootstock: OwnConsensusContracts
  'polygon-edge': OwnConsensusContracts
  lachesis: OwnConsensusContracts
  solana: object
  near: object
  none: RollupContracts
}

/** Stack → what a block of it has beyond the common fields. Open; a stack package augments it. */
// biome-ignore lint/suspicious/noEmptyInterface: an open map, augmented by the stack packages
export interface StackBlockFields {}

/** Stack → what a transaction of it has beyond the common fields. Open; a stack package augments it. */
// biome-ignore lint/suspicious/noEmptyInterface: an open map, augmented by the stack packages
export interface StackTransactionFields {}

/** The name of a stack: what software makes the blocks, and so how they are decoded and checked. */
export type Stack = keyof StackContracts & string

/** One place to ask. */
export interface Endpoint {
  /** https URL. A key in it never appears in an error, log, metric or recording. */
  readonly url: string
  /** wss URL of the same provider, where it offers a socket. */
  readonly webSocketUrl?: string
  /** Where the learning of the rate starts and what it never exceeds. */
  readonly requestsPerSecond?: number
  /** How many calls one HTTP request may hold. Learned where absent. */
  readonly maxBatch?: number
  /** Keeps old state and blocks. */
  readonly archive?: boolean
}

/** Where a network keeps the data to derive its blocks. */
export type DataAvailability =
  | 'ethereum-blobs'
  | 'ethereum-calldata'
  | 'parent-calldata'
  | 'eigenda'
  | 'celestia'
  | 'avail'
  | 'dac'
  | 'own'
  | (string & {})

/** What is known of a network. Only `id`, `name` and `endpoints` are needed for a chain of one's own. */
export interface NetworkFacts {
  readonly id: NetworkId
  readonly name: string
  readonly endpoints: readonly Endpoint[]
  /** CAIP-2: `eip155:8453`, `starknet:SN_MAIN`, `solana:…`, `near:mainnet`. */
  readonly chainId?: string
  readonly evmChainId?: number
  readonly category?: 'l1' | 'sidechain' | 'optimistic_rollup' | 'zk_rollup' | 'optimium' | 'validium' | 'based_rollup'
  /** The chain that it settles on. */
  readonly parent?: NetworkId
  readonly testnetOf?: NetworkId
  readonly status?: {
    readonly state: 'active' | 'sunset' | 'renamed' | 'unclear'
    readonly since?: string
    readonly successor?: NetworkId
  }
  readonly blockTimeMs?: number
  readonly currency?: { readonly symbol: string; readonly decimals: number }
  readonly explorer?: string
  readonly dataAvailability?: DataAvailability
  readonly proofSystem?: string
  readonly challengePeriodMs?: number
  readonly operators?: readonly (ContractAt & { readonly role: 'batcher' | 'proposer' | 'challenger' | 'prover' | 'sequencer' })[]
  /** What the seed document says of it (a figure of 2025, not a fact of today). */
  readonly seed?: { readonly priority?: number; readonly phase: 1 | 2 | 3; readonly tvlUsd?: number }
  /** ISO date on which the facts were last checked. */
  readonly asOf?: string
}

/** A network of a stack: its facts, and the contracts that its stack has on the parent chain. */
export type L2Network<S extends Stack = Stack> = {
  [K in S]: NetworkFacts & { readonly stack: K; readonly contracts: StackContracts[K] }
}[S]
