import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// 0xPolygonHermez/zkevm-contracts, PolygonZkEVM (v1), PolygonZkEVMEtrog, PolygonValidiumEtrog, PolygonRollupManager; agglayer/agglayer-contracts.

/** Of the rollup's own contract: batches up to a number are posted. */
export const sequenceBatchesEvent: ContractEvent = defineEvent(
  'SequenceBatches(uint64 indexed numBatch, bytes32 l1InfoRoot)',
  '0x3e54d0825ed78523037d00a81759237eb436ce774bd546993ee67a1b67b6e766',
)

/** Before Etrog. */
export const sequenceBatchesEventV1: ContractEvent = defineEvent(
  'SequenceBatches(uint64 indexed numBatch)',
  '0x303446e6a8cb73c83dff421c0b1d5e5ce0719dab1bff13660fc254e58cc17fce',
)

/** Of the rollup manager, for each of its rollups. */
export const onSequenceBatches: ContractEvent = defineEvent(
  'OnSequenceBatches(uint32 indexed rollupID, uint64 lastBatchSequenced)',
  '0x1d9f30260051d51d70339da239ea7b080021adcaabfa71c9b0ea339a20cf9a25',
)

/** Proven and consolidated at once. */
export const verifyBatchesTrustedAggregatorEvent: ContractEvent = defineEvent(
  'VerifyBatchesTrustedAggregator(uint32 indexed rollupID, uint64 numBatch, bytes32 stateRoot, bytes32 exitRoot, address indexed aggregator)',
  '0xd1ec3a1216f08b6eff72e169ceb548b782db18a6614852618d86bb19f3f9b0d3',
)

/** Before Etrog, of the rollup's own contract. */
export const verifyBatchesTrustedAggregatorEventV1: ContractEvent = defineEvent(
  'VerifyBatchesTrustedAggregator(uint64 indexed numBatch, bytes32 stateRoot, address indexed aggregator)',
  '0xcb339b570a7f0b25afa7333371ff11192092a0aeace12b671f4c212f2815c6fe',
)

/** Proven by anyone; pending until consolidated. */
export const verifyBatchesEvent: ContractEvent = defineEvent(
  'VerifyBatches(uint32 indexed rollupID, uint64 numBatch, bytes32 stateRoot, bytes32 exitRoot, address indexed aggregator)',
  '0xaac1e7a157b259544ebacd6e8a82ae5d6c8f174e12aa48696277bcc9a661f0b4',
)

/** A pending proof becomes final, with all before it. */
export const consolidatePendingState: ContractEvent = defineEvent(
  'ConsolidatePendingState(uint32 indexed rollupID, uint64 numBatch, bytes32 stateRoot, bytes32 exitRoot, uint64 pendingStateNum)',
  '0x581910eb7a27738945c2f00a91f2284b2d6de9d4e472b12f901c2b0df045e21b',
)

/** A proof of the AggLayer. It names no batch and no block. */
export const verifyPessimisticStateTransition: ContractEvent = defineEvent(
  'VerifyPessimisticStateTransition(uint32 indexed rollupID, bytes32 prevPessimisticRoot, bytes32 newPessimisticRoot, bytes32 prevLocalExitRoot, bytes32 newLocalExitRoot, bytes32 l1InfoRoot, address indexed trustedAggregator)',
  '0xdf47e7dbf79874ec576f516c40bc1483f7c8ddf4b45bfd4baff4650f1229a711',
)

/** Since Banana: sequenced batches above the target are gone. Of the manager, which the rollup's own contract repeats. */
export const rollbackBatches: ContractEvent = defineEvent(
  'RollbackBatches(uint32 indexed rollupID, uint64 indexed targetBatch, bytes32 accInputHashToRollback)',
  '0x80a6d395a55aed8126079cb8247f0a6848b1440ca2cdca3b4386f250c3529402',
)

/** The same, of the rollup's own contract. */
export const rollbackBatchesOwn: ContractEvent = defineEvent(
  'RollbackBatches(uint64 indexed targetBatch, bytes32 accInputHashToRollback)',
  '0x1125aaf62d132d8e2d02005114f8fc360ff204c3105e4f1a700a1340dc55d5b1',
)

const BATCH = '(bytes transactions, bytes32 forcedGlobalExitRoot, uint64 forcedTimestamp, bytes32 forcedBlockHashL1)[] batches'
const VALIDIUM_BATCH =
  '(bytes32 transactionsHash, bytes32 forcedGlobalExitRoot, uint64 forcedTimestamp, bytes32 forcedBlockHashL1)[] batches'

/** Before Etrog. */
export const sequenceBatchesV1: ContractFunction = defineFunction(
  'sequenceBatches((bytes transactions, bytes32 globalExitRoot, uint64 timestamp, uint64 minForcedTimestamp)[] batches, address l2Coinbase)',
  '0x5e9145c9',
)

/** Etrog. */
export const sequenceBatchesEtrog: ContractFunction = defineFunction(
  `sequenceBatches(${BATCH}, address l2Coinbase)`,
  '0xecef3f99',
)

/** Elderberry: names the batch before the first. */
export const sequenceBatchesElderberry: ContractFunction = defineFunction(
  `sequenceBatches(${BATCH}, uint64 maxSequenceTimestamp, uint64 initSequencedBatch, address l2Coinbase)`,
  '0xdef57e54',
)

/** Banana. */
export const sequenceBatchesBanana: ContractFunction = defineFunction(
  `sequenceBatches(${BATCH}, uint32 l1InfoTreeLeafCount, uint64 maxSequenceTimestamp, bytes32 expectedFinalAccInputHash, address l2Coinbase)`,
  '0xb910e0f9',
)

/** Etrog, data with a committee. */
export const sequenceValidiumEtrog: ContractFunction = defineFunction(
  `sequenceBatchesValidium(${VALIDIUM_BATCH}, address l2Coinbase, bytes dataAvailabilityMessage)`,
  '0x2d72c248',
)

/** Elderberry, data with a committee. */
export const sequenceValidiumElderberry: ContractFunction = defineFunction(
  `sequenceBatchesValidium(${VALIDIUM_BATCH}, uint64 maxSequenceTimestamp, uint64 initSequencedBatch, address l2Coinbase, bytes dataAvailabilityMessage)`,
  '0xdb5b0ed7',
)

/** Banana, data with a committee. */
export const sequenceValidiumBanana: ContractFunction = defineFunction(
  `sequenceBatchesValidium(${VALIDIUM_BATCH}, uint32 l1InfoTreeLeafCount, uint64 maxSequenceTimestamp, bytes32 expectedFinalAccInputHash, address l2Coinbase, bytes dataAvailabilityMessage)`,
  '0x165e8a8d',
)

/** Since Etrog, on the rollup manager. */
export const verifyBatchesTrustedAggregator: ContractFunction = defineFunction(
  'verifyBatchesTrustedAggregator(uint32 rollupID, uint64 pendingStateNum, uint64 initNumBatch, uint64 finalNewBatch, bytes32 newLocalExitRoot, bytes32 newStateRoot, address beneficiary, bytes32[24] proof)',
  '0x1489ed10',
)
/** Before Etrog. */
export const verifyBatchesTrustedAggregatorV1: ContractFunction = defineFunction(
  'verifyBatchesTrustedAggregator(uint64 pendingStateNum, uint64 initNumBatch, uint64 finalNewBatch, bytes32 newLocalExitRoot, bytes32 newStateRoot, bytes32[24] proof)',
  '0x2b0006fa',
)
