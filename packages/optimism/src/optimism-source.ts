import type { BlobSource, BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { optimismDialect } from './optimism-dialect.ts'
import type { OptimismSettlement } from './settlement/optimism-settlement.ts'

/** Options of `optimismSource`. */
export interface OptimismSourceOptions extends SourceOptions {
  /** Where blobs of the parent are found. With it, settlement reads the batches in them: which blocks each one holds. */
  readonly blobs?: BlobSource
}

/** The driver of a network of the OP family: what is asked, how it is decoded and recomputed. */
export function optimismDriver(network: L2Network<'op-stack'>): BlockDriver<'op-stack', EvmRaw> {
  assertNetwork(network, 'op-stack')
  return {
    ...evmDriver(network, optimismDialect(network)),
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).optimismStages(network),
  }
}

/**
 * The blocks of OP Mainnet, Base and the rest of the family, checked: block hash, transactions root with deposits, receipts root and
 * bloom. Where a chain deviates in a way that no record has proven, the check is skipped with the reason. With the parent's source it
 * reads settlement: batches, outputs and dispute games on the parent.
 */
export function optimismSource(network: L2Network<'op-stack'>, options: OptimismSourceOptions = {}): BlockSource<'op-stack'> {
  const driver = optimismDriver(network)
  let settlement: Promise<OptimismSettlement> | undefined
  return defineSource(
    {
      ...driver,
      async readSettlement(call, block) {
        settlement ??= import('./settlement/optimism-settlement.ts').then(({ createOptimismSettlement }) =>
          createOptimismSettlement(network, driver, options),
        )
        return (await settlement).readSettlement(call, block)
      },
    },
    options,
  )
}
