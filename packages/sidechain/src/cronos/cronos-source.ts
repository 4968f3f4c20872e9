import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { cronosDialect } from './cronos-dialect.ts'

/** What `settled` means here. */
const SETTLED = 'every block is final when it is made (CometBFT)'

/** The driver of Cronos: what is asked, how it is decoded and recomputed. */
export function cronosDriver(network: L2Network<'cronos'>): BlockDriver<'cronos', EvmRaw> {
  assertNetwork(network, 'cronos')
  const driver = evmDriver(network, cronosDialect)
  return { ...driver, settlementStages: { settled: SETTLED }, readSettlement: consensusSettlement(driver) }
}

/**
 * The blocks of Cronos. Their hash and roots are CometBFT's and are skipped, with the reason; what is checked is parent links, the
 * hash of every transaction, and that receipts and logs are of the block and its transactions. Every block is final.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function cronosSource(network: L2Network<'cronos'>, options?: SourceOptions): BlockSource<'cronos'> {
  return defineSource(cronosDriver(network), options)
}
