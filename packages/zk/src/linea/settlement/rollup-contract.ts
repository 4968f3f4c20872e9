import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// Consensys/linea-monorepo, contracts/abi: ZkEvmV2, LineaRollupAlphaV3/V4, V5.0, V6.0, V7.1, V8.0.

/** Data since V6. Which blocks they hold is not said: `shnarf` links them to the finalization that names it. */
export const dataSubmittedV3: ContractEvent = defineEvent(
  'DataSubmittedV3(bytes32 parentShnarf, bytes32 indexed shnarf, bytes32 finalStateRootHash)',
  '0x55f4c645c36aa5cd3f443d6be44d7a7a5df9d2100d7139dfc69d4289ee072319',
)

/** Since V6: proven and final, both bounds inclusive. */
export const dataFinalizedV3: ContractEvent = defineEvent(
  'DataFinalizedV3(uint256 indexed startBlockNumber, uint256 indexed endBlockNumber, bytes32 indexed shnarf, bytes32 parentStateRootHash, bytes32 finalStateRootHash)',
  '0xa0262dc79e4ccb71ceac8574ae906311ae338aa4a2044fd4ec4b99fad5ab60cb',
)

/** Data until V5, with their blocks. */
export const dataSubmittedV2: ContractEvent = defineEvent(
  'DataSubmittedV2(bytes32 indexed shnarf, uint256 indexed startBlock, uint256 indexed endBlock)',
  '0x52bd912b0041a6ec8554b0ffae3cc1cb7b137bade0dc9e3f8f0b6758466d5df9',
)

/** Until V5: proven and final up to a block. */
export const dataFinalized: ContractEvent = defineEvent(
  'DataFinalized(uint256 indexed lastBlockFinalized, bytes32 indexed startingRootHash, bytes32 indexed finalRootHash, bool withProof)',
  '0x1335f1a2b3ff25f07f5fef07dd35d8fb4312c3c73b138e2fad9347b3319ab53c',
)

/** ZkEvmV2: one for each block, with its state root. */
export const blockFinalized: ContractEvent = defineEvent(
  'BlockFinalized(uint256 indexed blockNumber, bytes32 indexed stateRootHash)',
  '0xf2c535759092d16e9334a11dd9b52eca543f1d9cca5ba9d16c472aef009de432',
)

/** ZkEvmV2: the proof, once for all blocks of the call. */
export const blocksVerificationDone: ContractEvent = defineEvent(
  'BlocksVerificationDone(uint256 indexed lastBlockFinalized, bytes32 startingRootHash, bytes32 finalRootHash)',
  '0x5c885a794662ebe3b08ae0874fc2c88b5343b0223ba9cd2cad92b69c0d0c901f',
)

/** ZkEvmV2: the blocks' data and their proof in one call. */
export const finalizeBlocksV1: ContractFunction = defineFunction(
  'finalizeBlocks((bytes32 blockRootHash, uint32 l2BlockTimestamp, bytes[] transactions, bytes32[] l2ToL1MsgHashes, bytes fromAddresses, uint16[] batchReceptionIndices)[] blocksData, bytes proof, uint256 proofType, bytes32 parentStateRootHash)',
  '0x4165d6dd',
)

const SHNARF_DATA =
  '(bytes32 parentShnarf, bytes32 snarkHash, bytes32 finalStateRootHash, bytes32 dataEvaluationPoint, bytes32 dataEvaluationClaim)'

/** Alpha V3. */
export const submitData: ContractFunction = defineFunction(
  'submitData((bytes32 parentStateRootHash, bytes32 dataParentHash, bytes32 finalStateRootHash, uint256 firstBlockInData, uint256 finalBlockInData, bytes32 snarkHash, bytes compressedData) submissionData)',
  '0x7a776315',
)

/** Alpha V3, in a blob. */
export const submitBlobData: ContractFunction = defineFunction(
  'submitBlobData((bytes32 parentStateRootHash, bytes32 dataParentHash, bytes32 finalStateRootHash, uint256 firstBlockInData, uint256 finalBlockInData, bytes32 snarkHash) submissionData, uint256 dataEvaluationClaim, bytes kzgCommitment, bytes kzgProof)',
  '0x2d3c12e5',
)

/** V5, one blob for each submission. */
export const submitBlobsV5: ContractFunction = defineFunction(
  'submitBlobs(((bytes32 finalStateRootHash, uint256 firstBlockInData, uint256 finalBlockInData, bytes32 snarkHash) submissionData, uint256 dataEvaluationClaim, bytes kzgCommitment, bytes kzgProof)[] blobSubmissionData, bytes32 parentShnarf, bytes32 finalBlobShnarf)',
  '0x42fbe842',
)

/** V5. */
export const submitDataAsCalldataV5: ContractFunction = defineFunction(
  'submitDataAsCalldata((bytes32 finalStateRootHash, uint256 firstBlockInData, uint256 finalBlockInData, bytes32 snarkHash, bytes compressedData) submissionData, bytes32 parentShnarf, bytes32 expectedShnarf)',
  '0xd05d9c3d',
)

/** V6 to V8. */
export const submitBlobs: ContractFunction = defineFunction(
  'submitBlobs((uint256 dataEvaluationClaim, bytes kzgCommitment, bytes kzgProof, bytes32 finalStateRootHash, bytes32 snarkHash)[] blobSubmissions, bytes32 parentShnarf, bytes32 finalBlobShnarf)',
  '0x99467a35',
)

/** V6 to V8. */
export const submitDataAsCalldata: ContractFunction = defineFunction(
  'submitDataAsCalldata((bytes32 finalStateRootHash, bytes32 snarkHash, bytes compressedData) submission, bytes32 parentShnarf, bytes32 expectedShnarf)',
  '0x6854f6bc',
)

/** V5. The last block is named; the first follows what was final before. */
export const finalizeBlocksWithProofV5: ContractFunction = defineFunction(
  `finalizeBlocksWithProof(bytes aggregatedProof, uint256 proofType, (bytes32 parentStateRootHash, bytes32 lastFinalizedShnarf, uint256 finalBlockInData, ${SHNARF_DATA} shnarfData, uint256 lastFinalizedTimestamp, uint256 finalTimestamp, bytes32 lastFinalizedL1RollingHash, bytes32 l1RollingHash, uint256 lastFinalizedL1RollingHashMessageNumber, uint256 l1RollingHashMessageNumber, uint256 l2MerkleTreesDepth, bytes32[] l2MerkleRoots, bytes l2MessagingBlocksOffsets) finalizationData)`,
  '0xabffac32',
)

/** V6, V7. */
export const finalizeBlocksV6: ContractFunction = defineFunction(
  `finalizeBlocks(bytes aggregatedProof, uint256 proofType, (bytes32 parentStateRootHash, uint256 endBlockNumber, ${SHNARF_DATA} shnarfData, uint256 lastFinalizedTimestamp, uint256 finalTimestamp, bytes32 lastFinalizedL1RollingHash, bytes32 l1RollingHash, uint256 lastFinalizedL1RollingHashMessageNumber, uint256 l1RollingHashMessageNumber, uint256 l2MerkleTreesDepth, bytes32[] l2MerkleRoots, bytes l2MessagingBlocksOffsets) finalizationData)`,
  '0x5603c65f',
)

/** V8. */
export const finalizeBlocksV8: ContractFunction = defineFunction(
  `finalizeBlocks(bytes aggregatedProof, uint256 proofType, (bytes32 parentStateRootHash, uint256 endBlockNumber, ${SHNARF_DATA} shnarfData, uint256 lastFinalizedTimestamp, uint256 finalTimestamp, bytes32 lastFinalizedL1RollingHash, bytes32 l1RollingHash, uint256 lastFinalizedL1RollingHashMessageNumber, uint256 l1RollingHashMessageNumber, uint256 l2MerkleTreesDepth, uint256 lastFinalizedForcedTransactionNumber, uint256 finalForcedTransactionNumber, bytes32 lastFinalizedForcedTransactionRollingHash, bytes32[] l2MerkleRoots, address[] filteredAddresses, bytes l2MessagingBlocksOffsets) finalizationData)`,
  '0x755bc62f',
)
