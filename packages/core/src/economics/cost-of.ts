import { type Evidence, type EvidenceCost, evidenceOf, type NetworkId, type Settlement } from '@defimon/core'

/** Which L2 blocks the cost is asked of. */
export interface CostOptions {
  /**
   * Both ends inclusive. A parent transaction that is about more blocks counts by the share of its blocks that lie in the window. Absent:
   * every transaction counts in whole.
   */
  readonly window?: { readonly from: number; readonly to: number }
}

/** What the parent's transactions of one purpose cost, in wei of the parent. */
export interface CostLine {
  /** The parent chain, whose currency the amounts are in. */
  readonly network: NetworkId
  readonly purpose: EvidenceCost['purpose']
  readonly transactions: number
  readonly feeWei: bigint
  readonly gasUsed: bigint
  readonly blobGasUsed: bigint
  readonly dataBytes: number
}

/** What it cost to settle blocks. */
export interface SettlementCost {
  readonly lines: readonly CostLine[]
  /** Transactions that are evidence, but whose cost was not read: their cost is missing from `lines`. */
  readonly unpriced: readonly Evidence[]
  /** False where shares were worked out from bounds that no public reader can know, or rounded down. */
  readonly isExact: boolean
}

/**
 * What the parent chain was paid for settling blocks, to the wei of its receipts. Each parent transaction counts once, however many
 * settlements name it, and once for each purpose where it served several. Where a window takes a share, it is rounded down to the wei.
 * Pure.
 */
export function costOf(settlements: Iterable<Settlement>, { window }: CostOptions = {}): SettlementCost {
  const lines = new Map<string, CostLine>()
  const unpriced: Evidence[] = []
  const seen = new Set<string>()
  let isExact = true
  for (const evidence of evidenceIn(settlements)) {
    const { cost, network, covers } = evidence
    const share = shareIn(evidence, window)
    if (share.blocks === 0n) continue
    const key = `${network} ${evidence.transactionHash ?? `block ${evidence.number}`} ${cost?.purpose ?? 'unpriced'}`
    if (seen.has(key)) continue
    seen.add(key)
    if (!cost) {
      unpriced.push(evidence)
      continue
    }
    const take = (value: bigint): bigint => (value * share.blocks) / share.of
    if (share.blocks !== share.of && (covers?.exact !== true || (cost.feeWei * share.blocks) % share.of !== 0n)) isExact = false
    const line = lines.get(`${network} ${cost.purpose}`)
    lines.set(`${network} ${cost.purpose}`, {
      network,
      purpose: cost.purpose,
      transactions: (line?.transactions ?? 0) + 1,
      feeWei: (line?.feeWei ?? 0n) + take(cost.feeWei),
      gasUsed: (line?.gasUsed ?? 0n) + take(cost.gasUsed),
      blobGasUsed: (line?.blobGasUsed ?? 0n) + take(cost.blobGasUsed ?? 0n),
      dataBytes: (line?.dataBytes ?? 0) + Number(take(BigInt(cost.dataBytes ?? 0))),
    })
  }
  return { lines: [...lines.values()], unpriced, isExact }
}

function* evidenceIn(settlements: Iterable<Settlement>): Generator<Evidence> {
  for (const { state } of settlements) {
    for (const { evidence } of evidenceOf(state)) {
      // What a chain's own consensus says is no transaction that anybody paid.
      if (evidence.kind !== 'consensus') yield evidence
    }
  }
}

function shareIn({ covers }: Evidence, window: CostOptions['window']): { readonly blocks: bigint; readonly of: bigint } {
  if (!window || !covers) return { blocks: 1n, of: 1n }
  const from = Math.max(covers.from, window.from)
  const to = Math.min(covers.to, window.to)
  return { blocks: BigInt(Math.max(0, to - from + 1)), of: BigInt(covers.to - covers.from + 1) }
}
