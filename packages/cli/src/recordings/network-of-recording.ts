import type { L2Network, NetworkId } from '@defimon/core'
import { aliases, findNetworks } from '@defimon/networks'

const SIMULATED = /^simulated_/

/**
 * The network that a recording's id stands for. A testnet that the registry does not hold (`base_sepolia`, `<network>_testnet`)
 * decodes as the network does whose id it begins with; the longest such id counts. So does a simulated network (`simulated_base`).
 * Undefined where there is none.
 */
export function networkOfRecording(id: NetworkId): L2Network | undefined {
  const name = id.replace(SIMULATED, '')
  const resolved = Object.hasOwn(aliases, name) ? aliases[name as keyof typeof aliases] : name
  const networks = findNetworks()
  const known = networks.find((network) => network.id === resolved)
  if (known && name === id) return { ...known, id }
  const [like] = known
    ? [known]
    : networks.filter((network) => resolved.startsWith(`${network.id}_`)).sort((one, other) => other.id.length - one.id.length)
  if (!like) return undefined
  // what is said of the mainnet's chain id does not hold for another chain of its kind
  const { chainId: _, evmChainId: __, ...facts } = like
  return { ...facts, id } as L2Network
}
