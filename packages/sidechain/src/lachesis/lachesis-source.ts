import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { lachesisDialect } from './lachesis-dialect.ts'

/** What `settled` means here. */
const SETTLED = 'every block is final when it is made (aBFT)'

/** The driver of Fantom Opera or Sonic: what is asked, how it is decoded and recomputed. */
export function lachesisDriver(network: L2Network<'lachesis'>): BlockDriver<'lachesis', EvmRaw> {
  assertNetwork(network, 'lachesis')
  const driver = evmDriver(network, lachesisDialect(network))
  return { ...driver, settlementStages: { settled: SETTLED }, readSettlement: consensusSettlement(driver) }
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
