export { type JsonlSinkOptions, jsonlSink } from './jsonl-sink.ts'
