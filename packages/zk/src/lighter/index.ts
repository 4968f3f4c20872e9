export { describeLighterSettlement } from './describe-settlement.ts'
