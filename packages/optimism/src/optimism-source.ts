import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { optimismDialect } from './optimism-dialect.ts'

/** The driver of a network of the OP family: what is asked, how it is decoded and recomputed. */
export function optimismDriver(network: L2Network<'op-stack'>): BlockDriver<'op-stack', EvmRaw> {
  assertNetwork(network, 'op-stack')
  return evmDriver(network, optimismDialect(network))
}

/**
 * The blocks of OP Mainnet, Base and the rest of the family, checked: block hash, transactions root with deposits, receipts root and
 * bloom. Where a chain deviates in a way that no record has proven, the check is skipped with the reason.
 */
export function optimismSource(network: L2Network<'op-stack'>, options?: SourceOptions): BlockSource<'op-stack'> {
  return defineSource(optimismDriver(network), options)
}
