export type { Keep } from './block-writer.ts'
export type { Retention } from './pruner.ts'
export { type SqliteSinkOptions, sqliteSink } from './sqlite-sink.ts'
