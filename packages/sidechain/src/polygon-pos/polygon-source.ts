import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { polygonDialect } from './polygon-dialect.ts'
import { createPolygonSettlement } from './settlement/polygon-settlement.ts'

/** What `settled` means here. */
const MILESTONE = 'a milestone of its validators'
const CHECKPOINT = `${MILESTONE}; with a parent source, the checkpoint on the parent (\`NewHeaderBlock\`)`

/** The driver of Polygon PoS or a fork of it: what is asked, how it is decoded and recomputed. */
export function polygonDriver(network: L2Network<'polygon-pos'>): BlockDriver<'polygon-pos', EvmRaw> {
  assertNetwork(network, 'polygon-pos')
  const settled = network.contracts.checkpoint ? CHECKPOINT : MILESTONE
  return { ...evmDriver(network, polygonDialect), settlementStages: { settled } }
}

/**
 * The blocks of Polygon PoS and its forks, checked: block hash, transactions root, receipts root and bloom, with state sync kept out
 * of them before Madhugiri. The transactions root of a block with a state sync transaction (0x7f) is skipped: its JSON lacks the events.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`. `finalized` is the newest milestone.
 */
export function polygonSource(network: L2Network<'polygon-pos'>, options: SourceOptions = {}): BlockSource<'polygon-pos'> {
  const driver = polygonDriver(network)
  return defineSource({ ...driver, readSettlement: createPolygonSettlement(driver, network, options) }, options)
}
