import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { rootstockDialect } from './rootstock-dialect.ts'

/** What `settled` means here. */
const SETTLED = '60 blocks are above it, as its bridge counts them: merge-mined with Bitcoin, there is no tag for it'

/** The driver of Rootstock: what is asked, how it is decoded and recomputed. */
export function rootstockDriver(network: L2Network<'rootstock'>): BlockDriver<'rootstock', EvmRaw> {
  assertNetwork(network, 'rootstock')
  const driver = evmDriver(network, rootstockDialect)
  return { ...driver, settlementStages: { settled: SETTLED }, readSettlement: consensusSettlement(driver, { confirmations: 60 }) }
}

/**
 * The blocks of Rootstock. The block hash is recomputed in all forms that forks gave it, and the hash of every signed transaction; its
 * tries are of a kind of their own, so the roots are skipped.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function rootstockSource(network: L2Network<'rootstock'>, options?: SourceOptions): BlockSource<'rootstock'> {
  return defineSource(rootstockDriver(network), options)
}
