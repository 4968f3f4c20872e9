export { type MorphNetwork, morphDriver, morphSource } from './morph-source.ts'
export { describeMorphSettlement } from './settlement/describe-settlement.ts'
