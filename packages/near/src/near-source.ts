import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { consensusSettlement, defineSource } from '@defimon/core/adapter'
import { nearDriver } from './near-driver.ts'

/**
 * The blocks of NEAR. Every detail asks `block`, and `chunk` for each new chunk that holds transactions: a block alone does not say how
 * many there are. Plain RPC
 * gives no execution outcomes with a block, so `logs` is empty and `status` unknown there; `verification.skipped` says so.
 */
export function nearSource(network: L2Network<'near'>, options?: SourceOptions): BlockSource<'near'> {
  const driver = nearDriver(network)
  return defineSource({ ...driver, readSettlement: consensusSettlement(driver) }, options)
}
