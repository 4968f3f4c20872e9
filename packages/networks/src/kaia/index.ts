export { kaia_kairos } from './kaia-kairos.ts'
export { klaytn } from './klaytn.ts'
