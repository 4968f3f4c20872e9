export { avalancheDialect } from './avalanche-dialect.ts'
export type { AvalancheBlockFields, AvalancheTransactionFields } from './avalanche-fields.ts'
export { avalancheDriver, avalancheSource } from './avalanche-source.ts'
