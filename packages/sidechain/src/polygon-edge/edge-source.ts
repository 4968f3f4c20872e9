import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { polygonEdgeDialect } from './edge-dialect.ts'

/** What `settled` means here. */
const SETTLED = 'final when its validators sealed it (IBFT, PolyBFT)'

/** The driver of a chain of Polygon Edge: what is asked, how it is decoded and recomputed. */
export function polygonEdgeDriver(network: L2Network<'polygon-edge'>): BlockDriver<'polygon-edge', EvmRaw> {
  assertNetwork(network, 'polygon-edge')
  const driver = evmDriver(network, polygonEdgeDialect)
  return { ...driver, settlementStages: { settled: SETTLED }, readSettlement: consensusSettlement(driver) }
}

/**
 * The blocks of Dogechain, a Supernet or another chain of Polygon Edge, checked: block hash without its seals, transactions root,
 * receipts root and bloom. A block is final as soon as it is sealed.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function polygonEdgeSource(network: L2Network<'polygon-edge'>, options?: SourceOptions): BlockSource<'polygon-edge'> {
  return defineSource(polygonEdgeDriver(network), options)
}
