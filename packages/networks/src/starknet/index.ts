export { paradex } from './paradex.ts'
export { starknet } from './starknet.ts'
export { starknet_sepolia } from './starknet-sepolia.ts'
export { starknet_sepolia_integration } from './starknet-sepolia-integration.ts'
