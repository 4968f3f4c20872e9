export type { SolanaRaw } from './decode-block.ts'
export type { SolanaBlockFields, SolanaTransactionFields } from './fields.ts'
export { parseLosslessJson } from './parse-lossless-json.ts'
export {
  type ConsensusInput,
  measureSlots,
  readConsensus,
  type SlotPace,
  type SolanaConsensus,
} from './read-consensus.ts'
export { type SolanaDriverOptions, solanaDriver } from './solana-driver.ts'
export { type SolanaSourceOptions, solanaSource } from './solana-source.ts'
export { type SignatureResult, verifySignatures } from './verify-signatures.ts'
