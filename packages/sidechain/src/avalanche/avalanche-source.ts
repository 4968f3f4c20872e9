import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { avalancheDialect } from './avalanche-dialect.ts'

/** What `settled` means here. */
const SETTLED = 'accepted by Snowman consensus, which is final: one or two seconds'

/** The driver of the Avalanche C-Chain: what is asked, how it is decoded and recomputed. */
export function avalancheDriver(network: L2Network<'avalanche'>): BlockDriver<'avalanche', EvmRaw> {
  assertNetwork(network, 'avalanche')
  const driver = evmDriver(network, avalancheDialect)
  return { ...driver, settlementStages: { settled: SETTLED }, readSettlement: consensusSettlement(driver) }
}

/**
 * The blocks of the Avalanche C-Chain, checked: block hash in Avalanche's own order, the atomic transactions against `extDataHash`,
 * transactions root, receipts root and bloom. Since Helicon the last two are of other blocks and are skipped. All tags mean the last
 * accepted block, which is final.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function avalancheSource(network: L2Network<'avalanche'>, options?: SourceOptions): BlockSource<'avalanche'> {
  return defineSource(avalancheDriver(network), options)
}
