import type { Check, NetworkId } from '@defimon/core'

/** A place where a chain's own blocks break its rules, as data. */
export interface Quirk {
  readonly network: NetworkId
  /** First block; absent: from the beginning. */
  readonly fromBlock?: number
  /** Last block; absent: without end. */
  readonly toBlock?: number
  readonly check: Check
  /** skip: the check is not made. tolerate: it is made, and where it does not pass, this reason stands in place of a mismatch. */
  readonly rule: 'skip' | 'tolerate'
  readonly reason: string
  /** Where this is written, or how it was found. */
  readonly source: string
}

/** The quirk that governs a check of a block, if there is one. */
export function findQuirk(quirks: readonly Quirk[], network: NetworkId, number: number, check: Check): Quirk | undefined {
  return quirks.find(
    (quirk) =>
      quirk.check === check &&
      quirk.network === network &&
      number >= (quirk.fromBlock ?? 0) &&
      number <= (quirk.toBlock ?? Number.MAX_SAFE_INTEGER),
  )
}
