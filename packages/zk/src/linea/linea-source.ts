import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { withSettlement } from '../settlement/read-later.ts'
import { lineaDialect } from './linea-dialect.ts'

/** The driver of Linea: what is asked, how it is decoded and recomputed. */
export function lineaDriver(network: L2Network<'linea'>): BlockDriver<'linea', EvmRaw> {
  assertNetwork(network, 'linea')
  return {
    ...evmDriver(network, lineaDialect),
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).lineaStages(network),
  }
}

/**
 * The blocks of Linea, checked as Ethereum's are: block hash, transactions root, receipts root, bloom, withdrawals.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`. With `parent`, settlement by the events of its contract there.
 */
export function lineaSource(network: L2Network<'linea'>, options: SourceOptions = {}): BlockSource<'linea'> {
  const driver = lineaDriver(network)
  const load = async () => (await import('./settlement/create-settlement.ts')).createLineaSettlement(network, driver, options)
  return defineSource(withSettlement(driver, load), options)
}
