export { bscDialect } from './bsc-dialect.ts'
export type { BscBlockFields, BscTransactionFields } from './bsc-fields.ts'
export { bscDriver, bscSource } from './bsc-source.ts'
