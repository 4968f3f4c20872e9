export type { Keep, Retention } from '../keep.ts'
export { type SqliteSinkOptions, sqliteSink } from './sqlite-sink.ts'
