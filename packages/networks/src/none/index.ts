export { aztec } from './aztec.ts'
export { fuel } from './fuel.ts'
export { lighter } from './lighter.ts'
