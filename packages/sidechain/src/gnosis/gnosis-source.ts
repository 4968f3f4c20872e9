import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { gnosisDialect } from './gnosis-dialect.ts'

/** What `settled` means here. */
const SETTLED = 'finalized by its own beacon chain, two epochs of sixteen slots: about three minutes'

/** The driver of Gnosis: what is asked, how it is decoded and recomputed. */
export function gnosisDriver(network: L2Network<'gnosis'>): BlockDriver<'gnosis', EvmRaw> {
  assertNetwork(network, 'gnosis')
  const driver = evmDriver(network, gnosisDialect)
  return { ...driver, settlementStages: { settled: SETTLED }, readSettlement: consensusSettlement(driver) }
}

/**
 * The blocks of Gnosis, checked: block hash (before the merge with AuRa's seal, where the node shows it), transactions root, receipts
 * root, bloom and withdrawals root.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function gnosisSource(network: L2Network<'gnosis'>, options?: SourceOptions): BlockSource<'gnosis'> {
  return defineSource(gnosisDriver(network), options)
}
