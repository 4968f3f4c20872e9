export { kaiaDialect } from './kaia-dialect.ts'
export type { KaiaBlockFields, KaiaTransactionFields } from './kaia-fields.ts'
export { kaiaDriver, kaiaSource } from './kaia-source.ts'
