export { type DefineSourceOptions, defineSource } from './define-source.ts'
export type * from './driver.ts'
