export { eclipse } from './eclipse.ts'
export { solana } from './solana.ts'
export { solana_devnet } from './solana-devnet.ts'
