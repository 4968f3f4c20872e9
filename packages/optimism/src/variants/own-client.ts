import type { Check } from '@defimon/core'
import { RECOMPUTED, unproven, type Variant } from './variant.ts'

/**
 * A chain with a client of its own, in the format of the OP Stack as far as its documents say; nothing real has proven that for the
 * checks that are named here, by default all.
 */
export function ownClient(source: string, checks: readonly Check[] = RECOMPUTED): Variant {
  return (network) => ({
    quirks: unproven(network, {
      checks,
      reason: `${network.name} has a client of its own, and no record has proven that its formats are the OP Stack's`,
      source,
    }),
  })
}
