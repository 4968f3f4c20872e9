export { type ZksyncBlockFields, type ZksyncTransactionFields, zksyncDialect } from './zksync-dialect.ts'
export { zksyncHeader } from './zksync-header.ts'
export { zksyncDriver, zksyncSource } from './zksync-source.ts'
