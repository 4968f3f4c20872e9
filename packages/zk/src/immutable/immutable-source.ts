import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { immutableDriver } from './immutable-driver.ts'

/**
 * A source of a StarkEx exchange, which has no blocks: each question fails with `UNSUPPORTED` and says why, and since when the network is
 * sunset. It asks nobody. `readStateUpdates` reads what Ethereum holds of it.
 */
export function immutableSource(network: L2Network<'starkex'>, options?: SourceOptions): BlockSource<'starkex'> {
  return defineSource(immutableDriver(network), options)
}
