import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, consensusSettlement, defineSource } from '@defimon/core/adapter'
import { evmDialect } from './chains/evm-dialect.ts'
import { evmDriver } from './driver/evm-driver.ts'

/**
 * The blocks of Ethereum, or of any chain that kept its formats, checked: block hash, transactions root, receipts root, bloom and
 * withdrawals root. A chain of one's own is `{ id, name, stack: 'evm', contracts: {}, endpoints }`.
 */
export function evmSource(network: L2Network<'evm'>, options?: SourceOptions): BlockSource<'evm'> {
  assertNetwork(network, 'evm')
  const driver = evmDriver(network, evmDialect(network))
  // A chain that settles on another one does so by rules that nothing here knows.
  if (network.parent !== undefined) return defineSource(driver, options)
  return defineSource({ ...driver, readSettlement: consensusSettlement(driver) }, options)
}
