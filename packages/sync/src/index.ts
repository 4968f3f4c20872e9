export { createSync } from './create-sync.ts'
export { type FindingTime, findingTimes } from './health/finding-times.ts'
export type {
  EndpointFindingName,
  FindingEvidence,
  FindingName,
  HealthFinding,
  NetworkFindingName,
} from './health/health-finding.ts'
export { FINDING_NAMES } from './health/health-finding.ts'
export type { NetworkHealth, Sync, SyncEvent, SyncedSource, SyncOptions } from './sync.ts'
