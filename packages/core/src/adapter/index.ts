export { type DefineSourceOptions, defineSource } from './define-source.ts'
export type * from './driver.ts'
export { judgeRecordings, type RecordingJudgement } from './judge-recordings.ts'
export { replayFetchOf, replaySource } from './replay-source.ts'
