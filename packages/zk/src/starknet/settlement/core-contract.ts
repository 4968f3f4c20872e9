import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// starkware-libs/cairo-lang, src/starkware/starknet/solidity/Starknet.sol. Nothing is indexed.

/** A new state, by the block that it is the state after. */
export const logStateUpdate: ContractEvent = defineEvent(
  'LogStateUpdate(uint256 globalRoot, int256 blockNumber, uint256 blockHash)',
  '0xd342ddf7a308dec111745b00315c14b7efb2bdae570a6856e088ed0c65a3576c',
)

/** Before the contract knew block hashes (until 2023); one block each. */
export const logStateUpdateWithoutHash: ContractEvent = defineEvent(
  'LogStateUpdate(uint256 globalRoot, int256 blockNumber)',
  '0xe8012213bb931d3efa0a954cfb0d7b75f2a5e2358ba5f7d3edfb0154f6e7a568',
)

/** State differences in calldata that were registered as memory pages before. */
export const updateState: ContractFunction = defineFunction(
  'updateState(uint256[] programOutput, uint256 onchainDataHash, uint256 onchainDataSize)',
  '0x77552641',
)

/** State differences in one blob, since Cancun. */
export const updateStateKzgDaSingle: ContractFunction = defineFunction(
  'updateStateKzgDA(uint256[] programOutput, bytes kzgProof)',
  '0xb72d42a1',
)

/** State differences in blobs, since 2024-08-28. */
export const updateStateKzgDa: ContractFunction = defineFunction(
  'updateStateKzgDA(uint256[] programOutput, bytes[] kzgProofs)',
  '0x507ee528',
)

/** Data of some job of the shared prover, StarkNet's or a StarkEx exchange's (starkware-libs/starkex-contracts, MemoryPageFactRegistry.sol). */
export const registerContinuousMemoryPage: ContractFunction = defineFunction(
  'registerContinuousMemoryPage(uint256 startAddr, uint256[] values, uint256 z, uint256 alpha, uint256 prime)',
  '0x5578ceae',
)

/** As the registry of memory pages logs them. */
export const logMemoryPageFactContinuous: ContractEvent = defineEvent(
  'LogMemoryPageFactContinuous(bytes32 factHash, uint256 memoryHash, uint256 prod)',
  '0xb8b9c39aeba1cfd98c38dfeebe11c2f7e02b334cbe9f05f22b442a5d9c1ea0c5',
)
