import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { arbitrumDialect } from './arbitrum-dialect.ts'
import type { ArbitrumSettlement } from './settlement/arbitrum-settlement.ts'

/** The driver of an Arbitrum chain: what is asked, how it is decoded and recomputed. */
export function arbitrumDriver(network: L2Network<'arbitrum'>): BlockDriver<'arbitrum', EvmRaw> {
  assertNetwork(network, 'arbitrum')
  return {
    ...evmDriver(network, arbitrumDialect),
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).arbitrumStages(network),
  }
}

/**
 * The blocks of Arbitrum One, Nova, Orbit chains and their L3s, checked: block hash with its packed fields, transactions root with
 * all types of Nitro, receipts root and bloom. Transactions from before Nitro are decoded, and their root skipped with the reason.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`. With the parent's source it reads settlement: batches, claims and confirmations on the parent (its `eth_getLogs`,
 * headers, transactions and receipts). Of a network that was shut down the parent alone is asked where no endpoint answers any more.
 */
export function arbitrumSource(network: L2Network<'arbitrum'>, options: SourceOptions = {}): BlockSource<'arbitrum'> {
  const driver = arbitrumDriver(network)
  let settlement: Promise<ArbitrumSettlement> | undefined
  return defineSource(
    {
      ...driver,
      async readSettlement(call, block) {
        settlement ??= loadSettlement(network, driver, options)
        return (await settlement).readSettlement(call, block)
      },
    },
    options,
  )
}

async function loadSettlement(
  network: L2Network<'arbitrum'>,
  driver: BlockDriver<'arbitrum', EvmRaw>,
  options: SourceOptions,
): Promise<ArbitrumSettlement> {
  if (network.status?.state === 'sunset') {
    const { createSunsetSettlement } = await import('./settlement/sunset-settlement.ts')
    return createSunsetSettlement(network, driver, options)
  }
  const { createArbitrumSettlement } = await import('./settlement/arbitrum-settlement.ts')
  return createArbitrumSettlement(network, driver, options)
}
