export { type MorphNetwork, morphDriver, morphSource } from './morph-source.ts'
