export { gnosisDialect } from './gnosis-dialect.ts'
export type { GnosisBlockFields, GnosisTransactionFields } from './gnosis-fields.ts'
export { gnosisDriver, gnosisSource } from './gnosis-source.ts'
