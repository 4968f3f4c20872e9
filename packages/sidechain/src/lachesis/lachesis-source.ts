import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { lachesisDialect } from './lachesis-dialect.ts'

/** The driver of Fantom Opera or Sonic: what is asked, how it is decoded and recomputed. */
export function lachesisDriver(network: L2Network<'lachesis'>): BlockDriver<'lachesis', EvmRaw> {
  return evmDriver(network, lachesisDialect(network))
}

/**
 * The blocks of Fantom Opera and Sonic, checked: transactions root, receipts root and bloom; on Sonic also the block hash. Opera's
 * hashes are event ids, of which only the epoch can be compared. Every block is final, so all tags mean the newest.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function lachesisSource(network: L2Network<'lachesis'>, options?: SourceOptions): BlockSource<'lachesis'> {
  return defineSource(lachesisDriver(network), options)
}
