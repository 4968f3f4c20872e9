export { fantom } from './fantom.ts'
export { sonic } from './sonic.ts'
