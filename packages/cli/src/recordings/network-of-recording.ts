import type { L2Network, NetworkId } from '@defimon/core'
import { aliases, findNetworks } from '@defimon/networks'

/**
 * The network that a recording's id stands for. A testnet that the registry does not hold (`base_sepolia`, `<network>_testnet`)
 * decodes as the network does whose id it begins with; the longest such id counts. Undefined where there is none.
 */
export function networkOfRecording(id: NetworkId): L2Network | undefined {
  const resolved = Object.hasOwn(aliases, id) ? aliases[id as keyof typeof aliases] : id
  const networks = findNetworks()
  const known = networks.find((network) => network.id === resolved)
  if (known) return { ...known, id }
  const [mainnet] = networks
    .filter((network) => resolved.startsWith(`${network.id}_`))
    .sort((one, other) => other.id.length - one.id.length)
  if (!mainnet) return undefined
  // what was said of the mainnet's chain id and history does not hold for its testnet
  const { chainId: _, evmChainId: __, ...facts } = mainnet
  return { ...facts, id, testnetOf: mainnet.id } as L2Network
}
