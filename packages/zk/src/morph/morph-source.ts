import type { BlockSource, L2Network, RollupContracts, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDialect, evmDriver } from '@defimon/evm'
import { withSettlement } from '../settlement/read-later.ts'

/** Morph and its testnets: their blocks are of the stack `evm`, and they settle by a contract of their own. */
export type MorphNetwork = L2Network<'evm'> & { readonly contracts: RollupContracts }

/** The driver of Morph: what is asked, how it is decoded and recomputed. */
export function morphDriver(network: MorphNetwork): BlockDriver<'evm', EvmRaw> {
  assertNetwork(network, 'evm')
  return {
    ...evmDriver(network, evmDialect(network)),
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).morphStages(network),
  }
}

/**
 * The blocks of Morph, as `evmSource` of `@defimon/evm` reads them. With `parent`, settlement by the batches of its `Rollup` contract there.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function morphSource(network: MorphNetwork, options: SourceOptions = {}): BlockSource<'evm'> {
  const driver = morphDriver(network)
  const load = async () => (await import('./settlement/create-settlement.ts')).createMorphSettlement(network, driver, options)
  return defineSource(withSettlement(driver, load), options)
}
