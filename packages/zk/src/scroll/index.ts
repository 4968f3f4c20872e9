export { type ScrollTransactionFields, scrollDialect } from './scroll-dialect.ts'
export { type ScrollSourceOptions, scrollDriver, scrollSource } from './scroll-source.ts'
export { describeScrollSettlement } from './settlement/describe-settlement.ts'
