export { describeTaikoSettlement } from './settlement/describe-settlement.ts'
export { taikoDialect } from './taiko-dialect.ts'
export { taikoDriver, taikoSource } from './taiko-source.ts'
