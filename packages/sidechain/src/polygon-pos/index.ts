export { polygonDialect } from './polygon-dialect.ts'
export type { PolygonBlockFields, PolygonTransactionFields } from './polygon-fields.ts'
export { polygonDriver, polygonSource } from './polygon-source.ts'
export { describePolygonSettlement } from './settlement/describe-settlement.ts'
