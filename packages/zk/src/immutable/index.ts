export { immutableDriver } from './immutable-driver.ts'
export { immutableSource } from './immutable-source.ts'
export { readStateUpdates, type StateUpdate } from './read-state-updates.ts'
export { describeStarkexSettlement } from './settlement/describe-settlement.ts'
