import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// taikoxyz/taiko-mono, packages/protocol/contracts/layer1: TaikoL1 (Katla, Ontake), TaikoInbox (Pacaya), Inbox and SignalService (Shasta).

/** Katla: one block. */
export const blockProposed: ContractEvent = defineEvent(
  'BlockProposed(uint256 indexed blockId, address indexed assignedProver, uint96 livenessBond, (bytes32 l1Hash, bytes32 difficulty, bytes32 blobHash, bytes32 extraData, bytes32 depositsHash, address coinbase, uint64 id, uint32 gasLimit, uint64 timestamp, uint64 l1Height, uint16 minTier, bool blobUsed, bytes32 parentMetaHash, address sender) meta, (address recipient, uint96 amount, uint64 id)[] depositsProcessed)',
  '0xcda4e564245eb15494bc6da29f6a42e1941cf57f5314bf35bab8a1fca0a9c60a',
)

/** Ontake: one block. */
export const blockProposedV2: ContractEvent = defineEvent(
  'BlockProposedV2(uint256 indexed blockId, (bytes32 anchorBlockHash, bytes32 difficulty, bytes32 blobHash, bytes32 extraData, address coinbase, uint64 id, uint32 gasLimit, uint64 timestamp, uint64 anchorBlockId, uint16 minTier, bool blobUsed, bytes32 parentMetaHash, address proposer, uint96 livenessBond, uint64 proposedAt, uint64 proposedIn, uint32 blobTxListOffset, uint32 blobTxListLength, uint8 blobIndex, (uint8,uint8,uint32,uint64,uint32) baseFeeConfig) meta)',
  '0xefe9c6c0b5cbd9c0eed2d1e9c00cfc1a010d6f1aff50f7facd665a639b622b26',
)

/** Pacaya: a batch of blocks up to `lastBlockId`. */
export const batchProposed: ContractEvent = defineEvent(
  'BatchProposed((bytes32 txsHash, (uint16 numTransactions, uint8 timeShift, bytes32[] signalSlots)[] blocks, bytes32[] blobHashes, bytes32 extraData, address coinbase, uint64 proposedIn, uint64 blobCreatedIn, uint32 blobByteOffset, uint32 blobByteSize, uint32 gasLimit, uint64 lastBlockId, uint64 lastBlockTimestamp, uint64 anchorBlockId, bytes32 anchorBlockHash, (uint8,uint8,uint32,uint64,uint32) baseFeeConfig) info, (bytes32 infoHash, address proposer, uint64 batchId, uint64 proposedAt) meta, bytes txList)',
  '0x9eb7fc80523943f28950bbb71ed6d584effe3e1e02ca4ddc8c86e5ee1558c096',
)

/** Shasta: a proposal. Each of its blocks names it in `extraData`. */
export const proposed: ContractEvent = defineEvent(
  'Proposed(uint48 indexed id, address indexed proposer, bytes32 parentProposalHash, uint48 endOfSubmissionWindowTimestamp, uint8 basefeeSharingPctg, (bool isForcedInclusion, (bytes32[] blobHashes, uint24 offset, uint48 timestamp) blobSlice)[] sources)',
  '0x7c4c4523e17533e451df15762a093e0693a2cd8b279fe54c6cd3777ed5771213',
)

/** Katla: a proof, open to a higher tier. */
export const transitionProved: ContractEvent = defineEvent(
  'TransitionProved(uint256 indexed blockId, (bytes32 parentHash, bytes32 blockHash, bytes32 stateRoot, bytes32 graffiti) tran, address prover, uint96 validityBond, uint16 tier)',
  '0xc195e4be3b936845492b8be4b1cf604db687a4d79ad84d979499c136f8e6701f',
)

/** Ontake. */
export const transitionProvedV2: ContractEvent = defineEvent(
  'TransitionProvedV2(uint256 indexed blockId, (bytes32 parentHash, bytes32 blockHash, bytes32 stateRoot, bytes32 graffiti) tran, address prover, uint96 validityBond, uint16 tier, uint64 proposedIn)',
  '0x11a9112e5724f21b226e2535a95a264a80c9626ed4c0923faaa9fa6556467488',
)

/** Pacaya. */
export const batchesProved: ContractEvent = defineEvent(
  'BatchesProved(address verifier, uint64[] batchIds, (bytes32 parentHash, bytes32 blockHash, bytes32 stateRoot)[] transitions)',
  '0xc99f03c7db71a9e8c78654b1d2f77378b413cc979a02fa22dc9d39702afa92bc',
)

/** Shasta: proven, and final with it. */
export const proved: ContractEvent = defineEvent(
  'Proved(uint48 firstProposalId, uint48 firstNewProposalId, uint48 lastProposalId, address indexed actualProver)',
  '0xa274dcaff3629ec7d69d144038e97732516ff306fcbf8a2bc9423d106779a2f0',
)

/** Katla: final, with the hash of the block. */
export const blockVerified: ContractEvent = defineEvent(
  'BlockVerified(uint256 indexed blockId, address indexed prover, bytes32 blockHash, bytes32 stateRoot, uint16 tier)',
  '0xdecbd2c61cbda254917d6fd4c980a470701e8f9f1b744f6ad163ca70ca5db289',
)

/** Ontake. */
export const blockVerifiedV2: ContractEvent = defineEvent(
  'BlockVerifiedV2(uint256 indexed blockId, address indexed prover, bytes32 blockHash, uint16 tier)',
  '0xe5a390d9800811154279af0c1a80d3bdf558ea91f1301e7c6ec3c1ad83e80aef',
)

/** Pacaya: final up to a batch, with the hash of its last block. */
export const batchesVerified: ContractEvent = defineEvent(
  'BatchesVerified(uint64 batchId, bytes32 blockHash)',
  '0xd6b1adebb10d3d794bc13103c4e9a696e79b3ce83355d8bdd77237cb20b3a4a0',
)

/** Shasta, of the signal service: the last block that was proven, with its hash. */
export const checkpointSaved: ContractEvent = defineEvent(
  'CheckpointSaved(uint48 indexed blockNumber, bytes32 blockHash, bytes32 stateRoot)',
  '0xf726c53cbb9e62552afc4a8f1bb1d01fa9272e526a7e3a69eba93b778b3f42a6',
)

/** Katla, Ontake: one block. */
export const proveBlock: ContractFunction = defineFunction('proveBlock(uint64 blockId, bytes input)', '0x10d008bd')

/** Ontake. */
export const proveBlocks: ContractFunction = defineFunction(
  'proveBlocks(uint64[] blockIds, bytes[] inputs, bytes batchProof)',
  '0x440b6e18',
)
