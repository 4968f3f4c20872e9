export { polygonEdgeDialect } from './edge-dialect.ts'
export type { PolygonEdgeBlockFields, PolygonEdgeTransactionFields } from './edge-fields.ts'
export { polygonEdgeDriver, polygonEdgeSource } from './edge-source.ts'
