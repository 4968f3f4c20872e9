import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// matter-labs/zksync, contracts/contracts/{Events,ZkSync,Operations}.sol.

/** A block's data are published. */
export const blockCommit: ContractEvent = defineEvent(
  'BlockCommit(uint32 indexed blockNumber)',
  '0x81a92942d0f9c33b897a438384c9c3d88be397776138efa3ba1a4fc8b6268424',
)

/** A block was executed: withdrawals are paid. It was proven before, which logs nothing. */
export const blockVerification: ContractEvent = defineEvent(
  'BlockVerification(uint32 indexed blockNumber)',
  '0x0cdbd8bd7813095001c5fe7917bd69d834dc01db7c1dfcf52ca135bd20384413',
)

/** Committed blocks above `totalBlocksCommitted` are gone. */
export const blocksRevert: ContractEvent = defineEvent(
  'BlocksRevert(uint32 totalBlocksVerified, uint32 totalBlocksCommitted)',
  '0x6f3a8259cce1ea2680115053d21c971aa1764295a45850f520525f2bfdf3c9d3',
)

const STORED_BLOCK =
  '(uint32 blockNumber, uint64 priorityOperations, bytes32 pendingOnchainOperationsHash, uint256 timestamp, bytes32 stateHash, bytes32 commitment)'

/** Version 4 on: several blocks a call. */
export const commitBlocks: ContractFunction = defineFunction(
  `commitBlocks(${STORED_BLOCK} lastCommitted, (bytes32 newStateHash, bytes publicData, uint256 timestamp, (bytes ethWitness, uint32 publicDataOffset)[] onchainOperations, uint32 blockNumber, uint32 feeAccount)[] blocks)`,
  '0x45269298',
)

/** Version 4 on. */
export const proveBlocks: ContractFunction = defineFunction(
  `proveBlocks(${STORED_BLOCK}[] committedBlocks, (uint256[] recursiveInput, uint256[] proof, uint256[] commitments, uint8[] vkIndexes, uint256[16] subproofsLimbs) proof)`,
  '0x83981808',
)

/** Version 4 on. */
export const executeBlocks: ContractFunction = defineFunction(
  `executeBlocks((${STORED_BLOCK} storedBlock, bytes[] pendingOnchainOpsPubdata)[] blocks)`,
  '0xb0705b42',
)

/** Before version 4, and in forks of it such as ZKSwap: one block. */
export const commitBlock: ContractFunction = defineFunction(
  'commitBlock(uint32 blockNumber, uint32 feeAccount, bytes32[] newBlockInfo, bytes publicData, bytes ethWitness, uint32[] ethWitnessSizes)',
  '0x4e913cd9',
)
