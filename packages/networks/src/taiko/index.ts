export { taiko } from './taiko.ts'
