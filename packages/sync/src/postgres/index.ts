export type { Keep, Retention } from '../keep.ts'
export type { PostgresClient, PostgresPool, PostgresResult } from './postgres-pool.ts'
export { type PostgresSinkOptions, postgresSink } from './postgres-sink.ts'
