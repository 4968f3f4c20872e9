import { RECOMPUTED, unproven, type Variant } from './variant.ts'

/** A chain with a client of its own, in the format of the OP Stack as far as its documents say; nothing real has proven it here. */
export function ownClient(source: string): Variant {
  return (network) => ({
    quirks: unproven(network, {
      checks: RECOMPUTED,
      reason: `${network.name} has a client of its own, and no record has proven that its formats are the OP Stack's`,
      source,
    }),
  })
}
