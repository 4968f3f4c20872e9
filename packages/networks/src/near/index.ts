export { near } from './near.ts'
export { near_testnet } from './near-testnet.ts'
