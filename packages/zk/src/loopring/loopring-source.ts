import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { loopringDriver } from './loopring-driver.ts'

/**
 * The blocks of Loopring, by REST. The hash of a block is the Merkle root after it, as `BlockSubmitted` has it on Ethereum. Nothing can
 * be recomputed from what the API gives; `verification.skipped` says so. The exchange is closed since 2026-06-28.
 */
export function loopringSource(network: L2Network<'loopring'>, options?: SourceOptions): BlockSource<'loopring'> {
  return defineSource(loopringDriver(network), options)
}
