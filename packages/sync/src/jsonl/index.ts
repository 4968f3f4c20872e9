export { type JsonlSinkOptions, jsonlSink } from './jsonl-sink.ts'
export type { JsonlRotation } from './rotation.ts'
