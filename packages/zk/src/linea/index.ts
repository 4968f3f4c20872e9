export { type LineaBlockFields, lineaDialect } from './linea-dialect.ts'
export { lineaDriver, lineaSource } from './linea-source.ts'
