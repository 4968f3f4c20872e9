export { type PolygonZkevmBlockFields, type PolygonZkevmTransactionFields, polygonZkevmDialect } from './polygon-zkevm-dialect.ts'
export { polygonZkevmDriver, polygonZkevmSource } from './polygon-zkevm-source.ts'
export { describePolygonZkevmSettlement } from './settlement/describe-settlement.ts'
