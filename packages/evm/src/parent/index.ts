export { decodeHex } from '../hashing/decode-hex.ts'
export { type AbiParameter, type AbiType, canonicalDeclaration, parseDeclaration } from './abi-type.ts'
export { type BeforeOptions, blockBefore } from './block-before.ts'
export { type ContractEvent, defineEvent, type EventLog } from './contract-event.ts'
export { type ContractFunction, defineFunction } from './contract-function.ts'
export { contractsAt, contractsOn } from './contracts-at.ts'
export { type AbiValue, decodeAbi } from './decode-abi.ts'
export { createLogIndex, type IndexedLog, type LogIndex } from './log-index.ts'
export { type LifeSpan, type ParentBounds, readParentBounds } from './parent-bounds.ts'
export {
  createParentChain,
  type EvidenceParts,
  type ParentBlock,
  type ParentChain,
  type ParentChainOptions,
  type ParentReceipt,
  type ParentView,
} from './parent-chain.ts'
export {
  type ParentBlob,
  type ParentLog,
  type ParentRecord,
  type ParentTransaction,
  readLog,
  readParentRecord,
  readTransaction,
} from './parent-record.ts'
export { readBlobs } from './read-blobs.ts'
export { type CheckedHeader, readCheckedHeader } from './read-checked-header.ts'
export type { DescribeSettlement, SettlementStep } from './settlement-step.ts'
export { shieldParent } from './shield-parent.ts'
