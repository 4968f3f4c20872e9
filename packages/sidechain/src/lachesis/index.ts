export { lachesisDialect } from './lachesis-dialect.ts'
export type { LachesisBlockFields, LachesisTransactionFields } from './lachesis-fields.ts'
export { lachesisDriver, lachesisSource } from './lachesis-source.ts'
