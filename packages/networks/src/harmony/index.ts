export { harmony } from './harmony.ts'
