export { type CostLine, type CostOptions, costOf, type SettlementCost } from './cost-of.ts'
export { type Amount, LEFT_OUT, type Profit, type ProfitWindow, profitOf } from './profit-of.ts'
