import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

/** A checkpoint of Polygon PoS on its parent (0xPolygon/pos-contracts, RootChain.sol). */
export const newHeaderBlock: ContractEvent = defineEvent(
  'NewHeaderBlock(address indexed proposer, uint256 indexed headerBlockId, uint256 indexed reward, uint256 start, uint256 end, bytes32 root)',
  '0xba5de06d22af2685c6c7765f60067f7d2b08c2d29f53cdf14d67f6d1c9bfb527',
)

/** Since the signatures are checked one by one: `data` is `(proposer, start, end, rootHash, accountRootHash, borChainId)`. */
export const submitCheckpoint: ContractFunction = defineFunction(
  'submitCheckpoint(bytes data, uint256[3][] signatures)',
  '0x4e43e495',
)

/** Before that: `data` is RLP or ABI of the same, the signatures are one string of bytes. */
export const submitHeaderBlock: ContractFunction = defineFunction('submitHeaderBlock(bytes data, bytes signatures)', '0x6a791f11')

/** The newest checkpoint's id. */
export const currentHeaderBlock: ContractFunction = defineFunction('currentHeaderBlock()', '0xec7e4855', 'uint256')

/** A checkpoint by its id: what blocks it covers, and when it was made. */
export const headerBlocks: ContractFunction = defineFunction(
  'headerBlocks(uint256)',
  '0x41539d4a',
  'bytes32 root, uint256 start, uint256 end, uint256 createdAt, address proposer',
)

/** Ids of checkpoints are this far apart (RootChainStorage.sol, MAX_DEPOSITS). */
export const CHECKPOINT_STEP = 10_000
