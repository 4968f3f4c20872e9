import type { Check, L2Network } from '@defimon/core'
import type { Dialect, Era, Quirk } from '@defimon/evm'

/** What a chain changes of the common dialect. */
export type Variant = (network: L2Network<'op-stack'>, era: Era) => Partial<Dialect<'op-stack'>>

/** All that is recomputed of a block. */
export const RECOMPUTED: readonly Check[] = ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']

/** What is recomputed of a block's content. */
export const CONTENT: readonly Check[] = ['transactions-root', 'receipts-root', 'logs-bloom']

/** What is recomputed of the receipts. */
export const RECEIPTS: readonly Check[] = ['receipts-root', 'logs-bloom']

/** What is said of a rule that no record has proven. */
export interface Unproven {
  readonly checks: readonly Check[]
  readonly reason: string
  /** Where the rule is written. */
  readonly source: string
  /** Last block that it concerns; absent: all. */
  readonly toBlock?: number
}

/** Recomputed, and where it does not come out, skipped with the reason: no record of the chain has proven the rule. */
export function unproven(network: L2Network, { checks, ...quirk }: Unproven): readonly Quirk[] {
  return checks.map((check) => ({ network: network.id, check, rule: 'tolerate', ...quirk }))
}
