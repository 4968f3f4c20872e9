export type { NearBlockFields, NearChunk, NearTransactionFields } from './fields.ts'
export { nearDriver } from './near-driver.ts'
export type { NearRaw } from './near-raw.ts'
export { nearSource } from './near-source.ts'
