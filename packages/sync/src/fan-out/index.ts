export { type FanOutLag, type FanOutOptions, type FanOutSink, fanOutSink } from './fan-out-sink.ts'
