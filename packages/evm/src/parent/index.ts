export { type AbiParameter, type AbiType, canonicalDeclaration, parseDeclaration } from './abi-type.ts'
export { type ContractEvent, defineEvent, type EventLog } from './contract-event.ts'
export { type ContractFunction, defineFunction } from './contract-function.ts'
export { contractsAt, contractsOn } from './contracts-at.ts'
export { type AbiValue, decodeAbi } from './decode-abi.ts'
export {
  createParentChain,
  type EvidenceParts,
  type ParentBlock,
  type ParentChain,
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
export type { DescribeSettlement, SettlementStep } from './settlement-step.ts'
