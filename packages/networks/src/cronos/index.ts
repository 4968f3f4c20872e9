export { cronos } from './cronos.ts'
