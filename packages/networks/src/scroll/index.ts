export { scroll } from './scroll.ts'
