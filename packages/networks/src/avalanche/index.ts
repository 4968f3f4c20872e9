export { avalanche } from './avalanche.ts'
