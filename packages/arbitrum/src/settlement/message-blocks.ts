import type { NetworkFacts } from '@defimon/core'

/** The block of Arbitrum One that its first message, of Nitro, made: blocks below are of the first Arbitrum (nitro cmd/chaininfo). */
const ARBITRUM_ONE_GENESIS = 22_207_817
const ARBITRUM_ONE = 42_161

/** The block that message 0 of a chain made. All but Arbitrum One began with Nitro. */
export function genesisBlockOf({ evmChainId }: Pick<NetworkFacts, 'evmChainId'>): number {
  return evmChainId === ARBITRUM_ONE ? ARBITRUM_ONE_GENESIS : 0
}

/** The blocks of the messages from `before` to below `after`: each message makes one. */
export function blocksOfMessages(
  network: Pick<NetworkFacts, 'evmChainId'>,
  { before, after }: { readonly before: number; readonly after: number },
): { readonly from: number; readonly to: number } {
  const genesis = genesisBlockOf(network)
  return { from: genesis + before, to: genesis + after - 1 }
}
