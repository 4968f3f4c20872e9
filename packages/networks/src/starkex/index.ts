export { immutable_x } from './immutable-x.ts'
export { rhinofi } from './rhinofi.ts'
