export { cronosDialect } from './cronos-dialect.ts'
export type { CronosBlockFields, CronosTransactionFields } from './cronos-fields.ts'
export { cronosDriver, cronosSource } from './cronos-source.ts'
