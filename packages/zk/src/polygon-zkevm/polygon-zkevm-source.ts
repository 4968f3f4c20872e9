import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { orNameTheParent } from '../settlement/gone-node.ts'
import { withSettlement } from '../settlement/read-later.ts'
import type { SettlementReader } from '../settlement/settlement-reader.ts'
import { polygonZkevmDialect } from './polygon-zkevm-dialect.ts'

/** The driver of Polygon zkEVM and CDK chains: what is asked, how it is decoded and recomputed. */
export function polygonZkevmDriver(network: L2Network<'polygon-zkevm'>): BlockDriver<'polygon-zkevm', EvmRaw> {
  assertNetwork(network, 'polygon-zkevm')
  return {
    ...evmDriver(network, polygonZkevmDialect(network)),
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).polygonZkevmStages(network),
  }
}

/**
 * The blocks of Polygon zkEVM and CDK chains. What no record has proven is recomputed and, where it does not come out, skipped.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`. With `parent`, settlement by the batches there, and `zkevm_batchNumberByBlockNumber`.
 */
export function polygonZkevmSource(
  network: L2Network<'polygon-zkevm'>,
  options: SourceOptions = {},
): BlockSource<'polygon-zkevm'> {
  const driver = polygonZkevmDriver(network)
  const load = async (): Promise<SettlementReader> => {
    const reader = (await import('./settlement/create-settlement.ts')).createPolygonZkevmSettlement(network, driver, options)
    return {
      readSettlement: (call, block) =>
        orNameTheParent(network, reader.readSettlement(call, block), '`polygonZkevmBatchSettlement`'),
    }
  }
  return defineSource(withSettlement(driver, load), options)
}
