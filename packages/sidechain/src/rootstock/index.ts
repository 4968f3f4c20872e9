export { rootstockDialect } from './rootstock-dialect.ts'
export type { RootstockBlockFields, RootstockTransactionFields } from './rootstock-fields.ts'
export { rootstockDriver, rootstockSource } from './rootstock-source.ts'
