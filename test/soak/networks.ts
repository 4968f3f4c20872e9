import type { SimulatedStack } from '@defimon/core/testing'

/** A network of the soak: who it stands for, and how often it has a block. */
export interface SoakNetwork {
  readonly id: string
  readonly stack: SimulatedStack
  readonly blockTimeMs: number
}

const at = (blockTimeMs: number, stack: SimulatedStack, ...ids: readonly string[]): SoakNetwork[] =>
  ids.map((id) => ({ id: `soak_${id}`, stack, blockTimeMs }))

/**
 * 53 networks that are read at once, each with the block time of the one that it is named after and with blocks of its stack: 51.3 blocks
 * a second. Immutable X, whose API has no simulation, is played by Loopring's.
 */
export const SOAK_NETWORKS: readonly SoakNetwork[] = [
  ...at(400, 'solana', 'solana'),
  ...at(600, 'near', 'near'),
  ...at(450, 'bsc', 'bsc'),
  ...at(500, 'op-stack', 'opbnb'),
  ...at(2_000, 'polygon-pos', 'polygon_pos'),
  ...at(1_200, 'avalanche', 'avalanche'),
  ...at(400, 'lachesis', 'sonic'),
  ...at(1_000, 'lachesis', 'fantom'),
  ...at(600, 'cronos', 'cronos'),
  ...at(5_000, 'gnosis', 'gnosis'),
  ...at(2_000, 'harmony', 'harmony'),
  ...at(1_000, 'kaia', 'kaia'),
  ...at(6_000, 'evm', 'moonbeam'),
  ...at(12_000, 'evm', 'ethereum'),
  ...at(2_000, 'evm', 'immutable_zkevm'),
  ...at(1_000, 'op-stack', 'celo', 'ronin', 'unichain', 'ink', 'katana', 'xlayer'),
  ...at(2_000, 'op-stack', 'base', 'optimism', 'world', 'soneium', 'zora', 'mode', 'lisk', 'blast', 'mantle', 'fraxtal', 'bob'),
  ...at(2_000, 'op-stack', 'manta'),
  ...at(5_000, 'op-stack', 'metis'),
  ...at(250, 'arbitrum', 'arbitrum_one', 'robinhood'),
  ...at(2_000, 'arbitrum', 'arbitrum_nova'),
  ...at(200, 'arbitrum', 'apechain'),
  ...at(1_000, 'arbitrum', 'xai'),
  ...at(2_000, 'arbitrum', 'plume'),
  ...at(10_000, 'arbitrum', 'degen'),
  ...at(1_000, 'zksync', 'zksync_era', 'abstract', 'sophon', 'lens'),
  ...at(30_000, 'zksync-lite', 'zksync_lite'),
  ...at(10_000, 'polygon-zkevm', 'polygon_zkevm'),
  ...at(2_000, 'linea', 'linea'),
  ...at(1_000, 'scroll', 'scroll'),
  ...at(2_000, 'taiko', 'taiko'),
  ...at(2_000, 'starknet', 'starknet'),
  ...at(60_000, 'loopring', 'loopring', 'immutable_x'),
]
