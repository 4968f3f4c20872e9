export { gnosis } from './gnosis.ts'
