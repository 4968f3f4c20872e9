export { makeFolder } from './make-folder.ts'
export { type ReadRecordingsOptions, type Recordings, readRecordings } from './read-recordings.ts'
export { type FetchServer, type ServeFetchOptions, serveFetch } from './serve-fetch.ts'
export { recordingFileName, writeRecording } from './write-recording.ts'
