import { RECOMPUTED, unproven, type Variant } from './variant.ts'

/** First block of the OP Stack on X Layer: the genesis of its present client. */
const FIRST_OP_STACK_BLOCK = 42_810_021

/** X Layer was a Polygon CDK chain before; nodes answer for that time from another client. */
export const xlayer: Variant = (network) => ({
  quirks: unproven(network, {
    checks: RECOMPUTED,
    toBlock: FIRST_OP_STACK_BLOCK - 1,
    reason: 'blocks before the OP Stack were made by Polygon CDK, which hashes blocks in its own way',
    source: 'https://github.com/okx/xlayer-reth (genesis header of the chain specification)',
  }),
})
