import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { withSettlement } from '../settlement/read-later.ts'
import { type StarknetDriverOptions, starknetDriver } from './starknet-driver.ts'

/** Options of `starknetSource`. */
export interface StarknetSourceOptions extends SourceOptions, StarknetDriverOptions {}

/**
 * The blocks of StarkNet or of an appchain of its stack. One call a block: `starknet_getBlockWithTxHashes`, `…WithTxs` or
 * `…WithReceipts` by detail; `starknet_chainId` once for each endpoint; `starknet_specVersion` once where `safe` or `finalized` is
 * asked. Blocks that are still being made are never passed on. With `parent`, settlement by the core contract's state updates.
 */
export function starknetSource(network: L2Network<'starknet'>, options: StarknetSourceOptions = {}): BlockSource<'starknet'> {
  const driver = starknetDriver(network, options)
  const load = async () => (await import('./settlement/create-settlement.ts')).createStarknetSettlement(network, driver, options)
  return defineSource(withSettlement(driver, load), options)
}
