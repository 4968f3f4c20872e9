export { type StarknetProviderInput, type StarknetProviderOptions, toStarknetProvider } from './to-starknet-provider.ts'
