/**
 * The rules that batches count by (specs.optimism.io, protocol/derivation and holocene/derivation). `holocene`: frames and batches in strict order, what is
 * out of order is dropped. `before-holocene`: frames wait for one another, and a span counts as a whole. `unknown`: which of them, the header does not tell.
 */
export type DerivationRules = 'holocene' | 'before-holocene' | 'unknown'

/**
 * The rules that are in force about a block, by the `extraData` of its header, which is in its hash: empty until Holocene; then version 0 and the parameters of
 * its base fee, 9 bytes (holocene/exec-engine); version 1 and a least base fee besides, 17 bytes, since Jovian. Batches change rules with the time of
 * the L1 block that holds them, which comes minutes after; what stood between is read by the newer rules.
 */
export function rulesOf(extraData: unknown): DerivationRules {
  if (typeof extraData !== 'string') return 'unknown'
  if (extraData === '0x') return 'before-holocene'
  return /^0x(00[0-9a-f]{16}|01[0-9a-f]{32})$/i.test(extraData) ? 'holocene' : 'unknown'
}
