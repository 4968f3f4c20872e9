export { createSync } from './create-sync.ts'
export type { NetworkHealth, Sync, SyncEvent, SyncedSource, SyncOptions } from './sync.ts'
