export { type LineaBlockFields, lineaDialect } from './linea-dialect.ts'
export { lineaDriver, lineaSource } from './linea-source.ts'
export { describeLineaSettlement } from './settlement/describe-settlement.ts'
