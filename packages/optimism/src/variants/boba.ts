import { RECOMPUTED, unproven, type Variant } from './variant.ts'

/** First block of the OP Stack on Boba. */
const FIRST_BEDROCK_BLOCK = 1_149_019

/** Boba ran on the first OVM before; since then it is as OP Mainnet. */
export const boba: Variant = (network) => ({
  quirks: unproven(network, {
    checks: RECOMPUTED,
    toBlock: FIRST_BEDROCK_BLOCK - 1,
    reason: 'blocks before the Bedrock genesis were made by the first OVM',
    source: 'https://github.com/ethereum-optimism/superchain-registry/blob/main/superchain/configs/mainnet/boba.toml',
  }),
})
