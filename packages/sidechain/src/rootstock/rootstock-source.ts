import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { rootstockDialect } from './rootstock-dialect.ts'

/** The driver of Rootstock: what is asked, how it is decoded and recomputed. */
export function rootstockDriver(network: L2Network<'rootstock'>): BlockDriver<'rootstock', EvmRaw> {
  return evmDriver(network, rootstockDialect)
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
