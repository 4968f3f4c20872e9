import type { Exchange, NetworkId } from '@defimon/core'

/** Exchanges by the network they are of, in the order in which the networks first appear. */
export function groupByNetwork(exchanges: readonly Exchange[]): ReadonlyMap<NetworkId, readonly Exchange[]> {
  const byNetwork = new Map<NetworkId, Exchange[]>()
  for (const exchange of exchanges) {
    const ofNetwork = byNetwork.get(exchange.network)
    if (ofNetwork) ofNetwork.push(exchange)
    else byNetwork.set(exchange.network, [exchange])
  }
  return byNetwork
}
