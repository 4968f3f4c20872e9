export { describeZksyncSettlement } from './settlement/describe-settlement.ts'
export { zksyncDialect } from './zksync-dialect.ts'
export type { L2ToL1Log, ZksyncBlockFields, ZksyncTransactionFields } from './zksync-fields.ts'
export { zksyncDriver, zksyncSource } from './zksync-source.ts'
