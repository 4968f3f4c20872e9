import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { zksyncLiteDriver } from './zksync-lite-driver.ts'

/**
 * The blocks of zkSync Lite, by REST. The hash of a block is the root of the accounts after it. Nothing can be recomputed from what the
 * API gives; `verification.skipped` says so. The public API is gone since 2026-05-04: give `endpoints` with a copy, or recordings.
 */
export function zksyncLiteSource(network: L2Network<'zksync-lite'>, options?: SourceOptions): BlockSource<'zksync-lite'> {
  return defineSource(zksyncLiteDriver(network), options)
}
