export { rootstock } from './rootstock.ts'
