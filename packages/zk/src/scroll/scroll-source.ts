import type { BlobSource, BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { withSettlement } from '../settlement/read-later.ts'
import { scrollDialect } from './scroll-dialect.ts'

/** Options of `scrollSource`. */
export interface ScrollSourceOptions extends SourceOptions {
  /** Where blobs of the parent are found. With it, settlement reads which blocks the newest batches hold. */
  readonly blobs?: BlobSource
}

/** The driver of Scroll: what is asked, how it is decoded and recomputed. */
export function scrollDriver(network: L2Network<'scroll'>): BlockDriver<'scroll', EvmRaw> {
  assertNetwork(network, 'scroll')
  return {
    ...evmDriver(network, scrollDialect),
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).scrollStages(network),
  }
}

/**
 * The blocks of Scroll, checked: block hash, transactions root with its messages from L1 (0x7e, which is not OP's), receipts root, bloom.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`. With `parent`, settlement by the batches of its contract there.
 */
export function scrollSource(network: L2Network<'scroll'>, options: ScrollSourceOptions = {}): BlockSource<'scroll'> {
  const driver = scrollDriver(network)
  const load = async () => (await import('./settlement/create-settlement.ts')).createScrollSettlement(network, driver, options)
  return defineSource(withSettlement(driver, load), options)
}
