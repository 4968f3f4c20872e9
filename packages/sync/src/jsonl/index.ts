export type { JsonSchema } from '../json-definitions.ts'
export { JSONL_SCHEMAS } from './json-schemas.ts'
export { type JsonlSinkOptions, jsonlSink } from './jsonl-sink.ts'
export type { JsonlRotation } from './rotation.ts'
