export { bsc } from './bsc.ts'
