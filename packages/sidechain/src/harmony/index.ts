export { harmonyDialect } from './harmony-dialect.ts'
export type { HarmonyBlockFields, HarmonyTransactionFields } from './harmony-fields.ts'
export { harmonyDriver, harmonySource } from './harmony-source.ts'
