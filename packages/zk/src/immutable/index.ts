export type { StarkexBlockFields } from './fields.ts'
export { immutableDriver } from './immutable-driver.ts'
export { immutableSource } from './immutable-source.ts'
export {
  type ActivitySource,
  type ImmutableActivity,
  type ImmutableActivityKind,
  type ReadActivitiesOptions,
  readActivities,
} from './read-activities.ts'
export { readStateUpdates, type StateUpdate } from './read-state-updates.ts'
export { describeStarkexSettlement } from './settlement/describe-settlement.ts'
