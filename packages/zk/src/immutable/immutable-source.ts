import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { heldDriver, throughParent } from '../rest/held-driver.ts'
import { withSettlement } from '../settlement/read-later.ts'
import { immutableDriver } from './immutable-driver.ts'

/** Why a state update is not recomputed. */
const HELD = {
  hash: 'the fact follows from the whole batch, which a committee keeps; it is the one that Ethereum holds, and its proof was accepted there',
  transactions: 'a committee keeps them; no API says which batch holds one',
}

/**
 * The state updates of a StarkEx exchange on its parent chain, as blocks: the sequence number is the number, the proven fact the hash, the
 * time that of the parent's block. Detail `header` alone. Asks the parent's transport for `eth_getLogs`, and headers.
 *
 * Without `parent` each question fails with `UNSUPPORTED`, and says why and since when the network is sunset: StarkEx has no blocks of its
 * own. It asks nobody then.
 */
export function immutableSource(network: L2Network<'starkex'>, options: SourceOptions = {}): BlockSource<'starkex'> {
  const { parent } = options
  if (!parent) return defineSource(immutableDriver(network), options)
  const load = async () => (await import('./held-state-updates.ts')).heldStateUpdates(network, parent, options.runtime)
  const settle = async () => (await import('./settlement/create-settlement.ts')).createStarkexSettlement(network, options)
  return defineSource(withSettlement(heldDriver(network, load, HELD), settle), throughParent(options))
}
