export { zksync_lite } from './zksync-lite.ts'
