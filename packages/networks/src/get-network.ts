import { DefimonError, type L2Network, type NetworkId } from '@defimon/core'
import type { aliases, NetworkAlias } from './aliases.ts'
import { type NetworksById, networksById } from './catalogue.ts'
import { nearIds } from './near-ids.ts'
import { resolveNetworkId } from './resolve-network-id.ts'

const byId: Readonly<Record<string, L2Network>> = networksById

/** The network that an id or alias stands for, with its own stack: `NetworkOf<'base'>` is `L2Network<'op-stack'>`. */
export type NetworkOf<Id extends keyof NetworksById | NetworkAlias> = Id extends keyof NetworksById
  ? NetworksById[Id]
  : Id extends NetworkAlias
    ? NetworksById[(typeof aliases)[Id]]
    : never

/**
 * The network of an id or alias. An id written out gives the exact type of its stack, so `optimismSource(getNetwork('base'))`
 * compiles and `optimismSource(getNetwork('linea'))` does not. It imports the whole registry: where the network is known beforehand,
 * `import { base }` costs less.
 *
 * @throws DefimonError `CONFIG` for an unknown id, naming the ids that are most like it
 */
export function getNetwork<Id extends keyof NetworksById | NetworkAlias>(id: Id): NetworkOf<Id>
/** An id that is known only at run time gives a network of any stack; ask `network.stack` before handing it to a factory. */
export function getNetwork(id: NetworkId): L2Network
export function getNetwork(id: NetworkId): L2Network {
  const resolved = resolveNetworkId(id)
  const network = Object.hasOwn(byId, resolved) ? byId[resolved] : undefined
  if (network) return network
  const near = nearIds(id)
  const hint = near.length > 0 ? `; near: ${near.join(', ')}` : ''
  throw new DefimonError('CONFIG', `no network named ${JSON.stringify(id.slice(0, 64))} in the registry${hint}`)
}
