import type { L2Block, NetworkId, Settlement } from '@defimon/core'
import { costOf, type SettlementCost } from './cost-of.ts'

/** An amount in the smallest unit of a currency: that of a network, or another one by its name. */
export interface Amount {
  readonly network: NetworkId
  /** Absent: the network's own. */
  readonly currency?: string
  readonly wei: bigint
}

/** Blocks of one network in a row, read with their receipts, and what is known of their settlement. */
export interface ProfitWindow {
  readonly blocks: Iterable<L2Block>
  readonly settlements: Iterable<Settlement>
  /**
   * The price of one smallest unit of a currency, in whatever unit the caller counts in; undefined where it is not known. Absent:
   * amounts are given, and no profit.
   */
  readonly priceOf?: (amount: Omit<Amount, 'wei'>) => number | undefined
}

/** What a network took in and what it paid, as far as chains show it. */
export interface Profit {
  readonly from: number
  readonly to: number
  /** What users paid on L2, by currency. Fees that went to others than the operator are in it, since a chain does not say who gets them. */
  readonly fees: readonly Amount[]
  /** The part of `fees` that was charged for data on the parent. */
  readonly l1DataFees: readonly Amount[]
  /** What the parent chain was paid for these blocks, by currency. */
  readonly costs: readonly Amount[]
  /** `costs` in detail: by purpose, with what is missing. */
  readonly settlement: SettlementCost
  /** Fees minus costs in the caller's unit, where all amounts have a price. */
  readonly profit?: number
  /** Amounts without a price. */
  readonly unpriced: readonly Amount[]
  /** Transactions of users whose fee the endpoint did not give: missing from `fees`. */
  readonly transactionsWithoutFee: number
  /** What no chain shows, and what therefore stands in none of the figures. */
  readonly leftOut: readonly string[]
}

/** What cannot be known from chains and is left out of every figure. */
export const LEFT_OUT: readonly string[] = [
  'MEV that the sequencer takes or sells',
  'servers, proving machines and people',
  'what data layers off the parent chain are paid',
  'shares of fees that go to others by contract',
]

/** L2 fees minus what the parent chain was paid, over a window of blocks. Prices are the caller's. Pure. */
export function profitOf({ blocks, settlements, priceOf }: ProfitWindow): Profit {
  const fees = new Map<string, Amount>()
  const l1DataFees = new Map<string, Amount>()
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  let transactionsWithoutFee = 0
  for (const { network, number, transactions } of blocks) {
    from = Math.min(from, number)
    to = Math.max(to, number)
    for (const { kind, fee } of transactions ?? []) {
      if (!fee) {
        if (kind === 'user') transactionsWithoutFee += 1
        continue
      }
      const currency = fee.currency === undefined ? {} : { currency: fee.currency }
      add(fees, { network, ...currency, wei: fee.totalWei })
      if (fee.l1DataWei !== undefined) add(l1DataFees, { network, ...currency, wei: fee.l1DataWei })
    }
  }
  const settlement = costOf(settlements, from <= to ? { window: { from, to } } : {})
  const costs = new Map<string, Amount>()
  for (const { network, feeWei } of settlement.lines) add(costs, { network, wei: feeWei })
  const priced = [...fees.values()].map((amount) => ({ amount, sign: 1 }))
  priced.push(...[...costs.values()].map((amount) => ({ amount, sign: -1 })))
  const prices = priced.map(({ amount }) =>
    priceOf?.({ network: amount.network, ...(amount.currency !== undefined && { currency: amount.currency }) }),
  )
  const unpriced = priced.flatMap(({ amount }, index) => (prices[index] === undefined ? [amount] : []))
  const profit = priced.reduce((sum, { amount, sign }, index) => sum + sign * Number(amount.wei) * (prices[index] ?? 0), 0)
  return {
    ...{ from: from <= to ? from : 0, to: from <= to ? to : -1 },
    ...{ fees: [...fees.values()], l1DataFees: [...l1DataFees.values()], costs: [...costs.values()], settlement },
    ...(unpriced.length === 0 && priceOf && { profit }),
    ...{ unpriced, transactionsWithoutFee, leftOut: LEFT_OUT },
  }
}

function add(amounts: Map<string, Amount>, added: Amount): void {
  const key = `${added.network} ${added.currency ?? ''}`
  const known = amounts.get(key)
  amounts.set(key, known ? { ...known, wei: known.wei + added.wei } : added)
}
