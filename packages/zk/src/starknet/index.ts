export type {
  StarknetBlockFields,
  StarknetBlockStatus,
  StarknetCommitments,
  StarknetExecutionResources,
  StarknetGasPrice,
  StarknetMessageToL1,
  StarknetResourceBound,
  StarknetResourceBounds,
  StarknetTransactionFields,
} from './fields.ts'
export { loadStarknetHashes, type StarknetHashes } from './hashes.ts'
export { describeStarknetSettlement } from './settlement/describe-settlement.ts'
export { type StarknetDriverOptions, starknetDriver } from './starknet-driver.ts'
export type { StarknetRaw } from './starknet-raw.ts'
export { type StarknetSourceOptions, starknetSource } from './starknet-source.ts'
