export type { LoopringBlockFields, LoopringTransactionFields } from './fields.ts'
export { type LoopringRaw, loopringDriver } from './loopring-driver.ts'
export { loopringSource } from './loopring-source.ts'
export { readSubmittedBlocks, type SubmittedBlock } from './read-submitted-blocks.ts'
