export { loopring } from './loopring.ts'
