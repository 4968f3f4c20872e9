import { type ContractEvent, type ContractFunction, defineEvent, defineFunction, type EventLog } from '@defimon/evm/parent'

/** L2OutputOracle, its forks, and `AggchainFEP` of the AggLayer (specs.optimism.io, protocol/proposals). */
export const outputProposed: ContractEvent = /* @__PURE__ */ defineEvent(
  'OutputProposed(bytes32 indexed outputRoot, uint256 indexed l2OutputIndex, uint256 indexed l2BlockNumber, uint256 l1Timestamp)',
  '0xa7aaf2512769da4e444e3de247be2564225c2e7a8f74cfe528e46e17d24868e2',
)

/** Kroma's L2OutputOracle. */
export const outputSubmitted: ContractEvent = /* @__PURE__ */ defineEvent(
  'OutputSubmitted(bytes32 indexed outputRoot, uint256 indexed l2OutputIndex, uint256 indexed l2BlockNumber, uint256 l1Timestamp)',
  '0x457b4388026260019ae0b0b4f16c98235d74fe7359be469bdcba16e6d0d49689',
)

/** L2OutputOracle: the challenger deletes all outputs from an index on. */
export const outputsDeleted: ContractEvent = /* @__PURE__ */ defineEvent(
  'OutputsDeleted(uint256 indexed prevNextOutputIndex, uint256 indexed newNextOutputIndex)',
  '0x4ee37ac2c786ec85e87592d3c5c8a1dd66f8496dda3f125d9ea8ca5f657629b6',
)

/** DisputeGameFactory (specs.optimism.io, fault-proof/stage-one/dispute-game-interface). */
export const disputeGameCreated: ContractEvent = /* @__PURE__ */ defineEvent(
  'DisputeGameCreated(address indexed disputeProxy, uint32 indexed gameType, bytes32 indexed rootClaim)',
  '0x5b565efe82411da98814f356d0e7bcb8f0219b8d970307c5afb4a6903a8b2e35',
)

/** A dispute game (specs.optimism.io, dispute-game-interface): 1 the challenger won, 2 the defender. */
export const gameResolved: ContractEvent = /* @__PURE__ */ defineEvent(
  'Resolved(uint8 indexed status)',
  '0x5e186f09b9c93491f14e277eea7faa5de6a2d4bda75a79af7a3684fbfb42da60',
)

/** The same of Base's AggregateVerifier, which does not index it (github.com/base/contracts, src/L1/proofs/AggregateVerifier.sol). */
export const aggregateResolved: ContractEvent = /* @__PURE__ */ defineEvent(
  'Resolved(uint8 status)',
  '0x5e186f09b9c93491f14e277eea7faa5de6a2d4bda75a79af7a3684fbfb42da60',
)

/** Whether the defender won a game that was resolved: its root stands. Fails with `MALFORMED`. */
export function defenderWon(log: EventLog): boolean {
  const [status] = (log.topics.length > 1 ? gameResolved : aggregateResolved).decode(log)
  return status === 2n
}

/** Base's AggregateVerifier (github.com/base/contracts, src/L1/proofs/AggregateVerifier.sol): 0 TEE, 1 ZK. */
export const gameProved: ContractEvent = /* @__PURE__ */ defineEvent(
  'Proved(address indexed proposer, uint8 indexed proofType)',
  '0x62f393acfb3d3425116fe9be7a6509a4b652bda54fdac2df2b7273135ecd58e7',
)

/** OP Succinct Lite's game (github.com/succinctlabs/op-succinct, OPSuccinctFaultDisputeGame.sol): a validity proof was accepted. */
export const gameProvedBy: ContractEvent = /* @__PURE__ */ defineEvent(
  'Proved(address indexed prover)',
  '0x5e6565d9ca2f5c8501d6418bf563322a7243ba7ace266d75eac99f4adbb30ba7',
)

/** Base's AggregateVerifier: two proofs contradict each other, and none of them counts. */
export const gameNullified: ContractEvent = /* @__PURE__ */ defineEvent(
  'Nullified(address indexed nullifier, uint256 intermediateRootIndex, bytes32 intermediateRoot)',
  '0x5a8d9d181e6a59fe5477a50721401b6332a810b9183e15ac62d386379a05a717',
)

/** SystemConfig: `updateType` 0 sets the batcher, a word in `data` (specs.optimism.io, protocol/system-config). */
export const configUpdate: ContractEvent = /* @__PURE__ */ defineEvent(
  'ConfigUpdate(uint256 indexed version, uint8 indexed updateType, bytes data)',
  '0x1d2b0bda21d56b8bd12d4f94ebacffdfb35f5e226f84b461103bb8beab6353be',
)

/** CanonicalTransactionChain of the OVM, until Bedrock. */
export const transactionBatchAppended: ContractEvent = /* @__PURE__ */ defineEvent(
  'TransactionBatchAppended(uint256 indexed _batchIndex, bytes32 _batchRoot, uint256 _batchSize, uint256 _prevTotalElements, bytes _extraData)',
  '0x127186556e7be68c7e31263195225b4de02820707889540969f62c05cf73525e',
)

/** StateCommitmentChain of the OVM, until Bedrock. */
export const stateBatchAppended: ContractEvent = /* @__PURE__ */ defineEvent(
  'StateBatchAppended(uint256 indexed _batchIndex, bytes32 _batchRoot, uint256 _batchSize, uint256 _prevTotalElements, bytes _extraData)',
  '0x16be4c5129a4e03cf3350262e181dc02ddfb4a6008d925368c0899fcd97ca9c5',
)

/** StateCommitmentChain of the OVM: this batch and all after it are gone. */
export const stateBatchDeleted: ContractEvent = /* @__PURE__ */ defineEvent(
  'StateBatchDeleted(uint256 indexed _batchIndex, bytes32 _batchRoot)',
  '0x8747b69ce8fdb31c3b9b0a67bd8049ad8c1a69ea417b69b12174068abd9cbd64',
)

/** Metis puts the chain's id in front. */
export const transactionBatchAppendedByChain: ContractEvent = /* @__PURE__ */ defineEvent(
  'TransactionBatchAppended(uint256 _chainId, uint256 indexed _batchIndex, bytes32 _batchRoot, uint256 _batchSize, uint256 _prevTotalElements, bytes _extraData)',
  '0xc4c3b7c157dc7d495c3ed62df83a8b8d6bdf6724d0cc0150228eba4976c4e331',
)

/** Metis puts the chain's id in front. */
export const stateBatchAppendedByChain: ContractEvent = /* @__PURE__ */ defineEvent(
  'StateBatchAppended(uint256 _chainId, uint256 indexed _batchIndex, bytes32 _batchRoot, uint256 _batchSize, uint256 _prevTotalElements, bytes _extraData)',
  '0xbaa1d762384057169afd12b625998a5a7ed502c2e229acdbead30f3f6496399d',
)

/** Metis puts the chain's id in front. */
export const stateBatchDeletedByChain: ContractEvent = /* @__PURE__ */ defineEvent(
  'StateBatchDeleted(uint256 _chainId, uint256 indexed _batchIndex, bytes32 _batchRoot)',
  '0x6e9c082632d809680ee6227e58afd9a7c24ee8a43d61577b2e98f9e185fc630d',
)

/** L2OutputOracle: the proposer's call. */
export const proposeL2Output: ContractFunction = /* @__PURE__ */ defineFunction(
  'proposeL2Output(bytes32 _outputRoot, uint256 _l2BlockNumber, bytes32 _l1BlockHash, uint256 _l1BlockNumber)',
  '0x9aaab648',
)

/** Kroma's L2OutputOracle: the proposer's call. */
export const submitL2Output: ContractFunction = /* @__PURE__ */ defineFunction(
  'submitL2Output(bytes32 _outputRoot, uint256 _l2BlockNumber, bytes32 _l1BlockHash, uint256 _l1BlockNumber)',
  '0x5a045f78',
)

/** OPSuccinctL2OutputOracle (github.com/succinctlabs/op-succinct): with a proof, by which it counts. */
export const proposeProvenOutput: ContractFunction = /* @__PURE__ */ defineFunction(
  'proposeL2Output(bytes32 _outputRoot, uint256 _l2BlockNumber, uint256 _l1BlockNumber, bytes _proof)',
  '0x9ad84880',
)

/** The same since the prover is named. */
export const proposeProvenOutputBy: ContractFunction = /* @__PURE__ */ defineFunction(
  'proposeL2Output(bytes32 _outputRoot, uint256 _l2BlockNumber, uint256 _l1BlockNumber, bytes _proof, address _proverAddress)',
  '0x59c3e00a',
)

/** L2OutputOracle: the challenger's call. */
export const deleteL2Outputs: ContractFunction = /* @__PURE__ */ defineFunction(
  'deleteL2Outputs(uint256 _l2OutputIndex)',
  '0x89c44cbb',
)

/** DisputeGameFactory: `_extraData` begins with the L2 block number. */
export const createGame: ContractFunction = /* @__PURE__ */ defineFunction(
  'create(uint32 _gameType, bytes32 _rootClaim, bytes _extraData)',
  '0x82ecf2f6',
)

/** Base's DisputeGameFactory: with the first proof. */
export const createGameWithProof: ContractFunction = /* @__PURE__ */ defineFunction(
  'createWithInitData(uint32 _gameType, bytes32 _rootClaim, bytes _extraData, bytes _initData)',
  '0x1011f377',
)

/** StateCommitmentChain of the OVM. */
export const appendStateBatch: ContractFunction = /* @__PURE__ */ defineFunction(
  'appendStateBatch(bytes32[] _batch, uint256 _shouldStartAtElement)',
  '0x8ca5cbb9',
)

/** StateCommitmentChain of Metis until March 2024. */
export const appendStateBatchByChain: ContractFunction = /* @__PURE__ */ defineFunction(
  'appendStateBatchByChainId(uint256 _chainId, bytes32[] _batch, uint256 _shouldStartAtElement, string _proposer)',
  '0xd710083f',
)

/** The same since the last block is named. */
export const appendStateBatchWithBlock: ContractFunction = /* @__PURE__ */ defineFunction(
  'appendStateBatchByChainId(uint256 _chainId, bytes32[] _batch, uint256 _shouldStartAtElement, string _proposer, bytes32 _lastBatchBlockHash, uint256 _lastBatchBlockNumber)',
  '0x0a17d699',
)
