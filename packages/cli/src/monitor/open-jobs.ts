import type { SyncJob } from './sync-job.ts'

/** Jobs, and the servers behind them, which end when this is disposed. */
export interface OpenJobs extends AsyncDisposable {
  readonly jobs: readonly SyncJob[]
}
