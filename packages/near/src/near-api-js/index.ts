export { type NearProviderInput, toNearProvider } from './to-near-provider.ts'
