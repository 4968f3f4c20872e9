import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { type StarknetDriverOptions, starknetDriver } from './starknet-driver.ts'

/** Options of `starknetSource`. */
export interface StarknetSourceOptions extends SourceOptions, StarknetDriverOptions {}

/**
 * The blocks of StarkNet or of an appchain of its stack. One call a block: `starknet_getBlockWithTxHashes`, `…WithTxs` or
 * `…WithReceipts` by detail; `starknet_chainId` once for each endpoint; `starknet_specVersion` once where `safe` or `finalized` is
 * asked. Blocks that are still being made are never passed on.
 */
export function starknetSource(network: L2Network<'starknet'>, options: StarknetSourceOptions = {}): BlockSource<'starknet'> {
  return defineSource(starknetDriver(network, options), options)
}
