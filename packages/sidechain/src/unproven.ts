import type { Check, NetworkId } from '@defimon/core'
import type { Quirk } from '@defimon/evm'

/**
 * Checks that no real record of a network has proven yet: they are made, and where one does not come out, it is skipped with the
 * reason, never called a mismatch. One that does come out is proven by that.
 */
export function unproven(network: NetworkId, checks: readonly Check[], reason: string, source: string): readonly Quirk[] {
  return checks.map((check) => ({ network, check, rule: 'tolerate', reason, source }))
}
