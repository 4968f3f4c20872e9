export { type MemorySink, memorySink } from './memory-sink.ts'
