import type { L2Network, NetworkFacts, NetworkId, Stack } from '@defimon/core'
import { networks } from './catalogue.ts'
import { resolveNetworkId } from './resolve-network-id.ts'

/** What networks must have. All that is named must hold; what is left out does not matter. */
export interface NetworkFilter<S extends Stack = Stack> {
  readonly stack?: S | undefined
  readonly category?: NetworkFacts['category'] | undefined
  /** The phase that the seed document gave it. */
  readonly phase?: 1 | 2 | 3 | undefined
  /** `active` means that no sign of an end was found, not that it was asked. Kaia is `renamed`, and live. */
  readonly status?: NonNullable<NetworkFacts['status']>['state'] | undefined
  /** The chain that they settle on: an id or alias. */
  readonly parent?: NetworkId | undefined
  /** True for testnets only, false for none of them. Left out: both. */
  readonly testnet?: boolean | undefined
}

/** The networks of the registry that fit a filter, grouped by stack; all of them without one. A stack that is named gives its type. */
export function findNetworks<S extends Stack = Stack>(filter: NetworkFilter<S> = {}): readonly L2Network<S>[] {
  const parent = filter.parent === undefined ? undefined : resolveNetworkId(filter.parent)
  const fits = (network: L2Network): network is L2Network & L2Network<S> =>
    (filter.stack === undefined || network.stack === filter.stack) &&
    (filter.category === undefined || network.category === filter.category) &&
    (filter.phase === undefined || network.seed?.phase === filter.phase) &&
    (filter.status === undefined || network.status?.state === filter.status) &&
    (parent === undefined || network.parent === parent) &&
    (filter.testnet === undefined || (network.testnetOf !== undefined) === filter.testnet)
  return networks.filter(fits)
}
