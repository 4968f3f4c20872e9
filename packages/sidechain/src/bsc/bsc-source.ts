import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { bscDialect } from './bsc-dialect.ts'

/** What `settled` means here. */
const SETTLED = 'justified and finalized by two thirds of the validators (fast finality, BEP-126): two or three blocks'

/** The driver of BNB Smart Chain: what is asked, how it is decoded and recomputed. */
export function bscDriver(network: L2Network<'bsc'>): BlockDriver<'bsc', EvmRaw> {
  assertNetwork(network, 'bsc')
  const driver = evmDriver(network, bscDialect)
  return { ...driver, settlementStages: { settled: SETTLED }, readSettlement: consensusSettlement(driver) }
}

/**
 * The blocks of BNB Smart Chain, checked: block hash with its seal, transactions root, receipts root, bloom, withdrawals root. Times
 * are in milliseconds since the Lorentz fork, for several blocks share a second. `safe` is the justified block, `finalized` that of
 * fast finality.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function bscSource(network: L2Network<'bsc'>, options?: SourceOptions): BlockSource<'bsc'> {
  return defineSource(bscDriver(network), options)
}
