import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// scroll-tech/scroll-contracts, src/L1/rollup/ScrollChain.sol in its versions.

/** A batch is committed. Several in one transaction since EuclidV2. */
export const commitBatchEvent: ContractEvent = defineEvent(
  'CommitBatch(uint256 indexed batchIndex, bytes32 indexed batchHash)',
  '0x2c32d4ae151744d0bf0b9464a3e897a1d17ed2f1af71f7c9a75f12ce0d28238f',
)

/** Proven and final. Since bundles, once for the last batch of one. */
export const finalizeBatchEvent: ContractEvent = defineEvent(
  'FinalizeBatch(uint256 indexed batchIndex, bytes32 indexed batchHash, bytes32 stateRoot, bytes32 withdrawRoot)',
  '0x26ba82f907317eedc97d0cbef23de76a43dd6edb563bdb6e9407645b950a7a2d',
)

/** Before EuclidV2: one batch. */
export const revertBatchEvent: ContractEvent = defineEvent(
  'RevertBatch(uint256 indexed batchIndex, bytes32 indexed batchHash)',
  '0x00cae2739091badfd91c373f0a16cede691e0cd25bb80cff77dd5caeb4710146',
)

/** Since EuclidV2: all batches of a range. */
export const revertBatchRangeEvent: ContractEvent = defineEvent(
  'RevertBatch(uint256 indexed startBatchIndex, uint256 indexed finishBatchIndex)',
  '0x9ee73ead2e4d8c2933d5fb9be41cbdf5c477dcb07e441b4b082c6797e4b6fde3',
)

/** Codecs 0 to 2: one batch; its data in the calldata (0) or in a blob. */
export const commitBatch: ContractFunction = defineFunction(
  'commitBatch(uint8 version, bytes parentBatchHeader, bytes[] chunks, bytes skippedL1MessageBitmap)',
  '0x1325aca0',
)

/** Codecs 3 to 6. */
export const commitBatchWithBlobProof: ContractFunction = defineFunction(
  'commitBatchWithBlobProof(uint8 version, bytes parentBatchHeader, bytes[] chunks, bytes skippedL1MessageBitmap, bytes blobDataProof)',
  '0x86b053a9',
)

/** Codec 7 on: one blob a batch, and nothing of the batches in the calldata. */
export const commitBatches: ContractFunction = defineFunction(
  'commitBatches(uint8 version, bytes32 parentBatchHash, bytes32 lastBatchHash)',
  '0x9bbaa2ba',
)

/** Codec 7 on, by anyone while the sequencer is silent: one batch. */
export const commitAndFinalizeBatch: ContractFunction = defineFunction(
  'commitAndFinalizeBatch(uint8 version, bytes32 parentBatchHash, (bytes batchHeader, uint256 totalL1MessagesPoppedOverall, bytes32 postStateRoot, bytes32 withdrawRoot, bytes zkProof) finalizeStruct)',
  '0x27dcaf6f',
)

/** Codec 0. */
export const finalizeBatchWithProof: ContractFunction = defineFunction(
  'finalizeBatchWithProof(bytes batchHeader, bytes32 prevStateRoot, bytes32 postStateRoot, bytes32 withdrawRoot, bytes aggrProof)',
  '0x31fa742d',
)

/** Codecs 1 and 2. */
export const finalizeBatchWithProof4844: ContractFunction = defineFunction(
  'finalizeBatchWithProof4844(bytes batchHeader, bytes32 prevStateRoot, bytes32 postStateRoot, bytes32 withdrawRoot, bytes blobDataProof, bytes aggrProof)',
  '0x00b0f4d7',
)

/** Codecs 3 to 6: all batches up to the one named. */
export const finalizeBundleWithProof: ContractFunction = defineFunction(
  'finalizeBundleWithProof(bytes batchHeader, bytes32 postStateRoot, bytes32 withdrawRoot, bytes aggrProof)',
  '0x4f099e3d',
)

/** Codec 7 on: all batches up to the one named. */
export const finalizeBundlePostEuclidV2: ContractFunction = defineFunction(
  'finalizeBundlePostEuclidV2(bytes batchHeader, uint256 totalL1MessagesPoppedOverall, bytes32 postStateRoot, bytes32 withdrawRoot, bytes aggrProof)',
  '0xc1aa4e19',
)
