export { dogechain } from './dogechain.ts'
