import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { withSettlement } from '../settlement/read-later.ts'
import { taikoDialect } from './taiko-dialect.ts'

/** The driver of Taiko: what is asked, how it is decoded and recomputed. */
export function taikoDriver(network: L2Network<'taiko'>): BlockDriver<'taiko', EvmRaw> {
  assertNetwork(network, 'taiko')
  return {
    ...evmDriver(network, taikoDialect),
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).taikoStages(network),
  }
}

/**
 * The blocks of Taiko, checked as Ethereum's are; the L1 block that they follow is read from the anchor transaction.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`. With `parent`, settlement by the proposals and proofs there.
 */
export function taikoSource(network: L2Network<'taiko'>, options: SourceOptions = {}): BlockSource<'taiko'> {
  const driver = taikoDriver(network)
  const load = async () => (await import('./settlement/create-settlement.ts')).createTaikoSettlement(network, driver, options)
  return defineSource(withSettlement(driver, load), options)
}
