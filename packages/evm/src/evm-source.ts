import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { evmDialect } from './chains/evm-dialect.ts'
import { evmDriver } from './driver/evm-driver.ts'

/**
 * The blocks of Ethereum, or of any chain that kept its formats, checked: block hash, transactions root, receipts root, bloom and
 * withdrawals root. A chain of one's own is `{ id, name, stack: 'evm', contracts: {}, endpoints }`.
 */
export function evmSource(network: L2Network<'evm'>, options?: SourceOptions): BlockSource<'evm'> {
  return defineSource(evmDriver(network, evmDialect(network)), options)
}
