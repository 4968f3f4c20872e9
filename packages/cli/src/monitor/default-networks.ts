import type { L2Network, NetworkId, Stack } from '@defimon/core'
import { findNetworks } from '@defimon/networks'
import { stacksWithAdapter } from '../adapters.ts'

/** The network that stands for its stack: the one with the most blocks to see. */
const BEST_KNOWN: { readonly [S in Stack]?: NetworkId } = {
  evm: 'ethereum',
  'op-stack': 'base',
  arbitrum: 'arbitrum_one',
  zksync: 'zksync_era',
  starknet: 'starknet',
  solana: 'solana',
  'polygon-pos': 'polygon_pos',
  lachesis: 'sonic',
}

/** One active network per stack that has an adapter. */
export function defaultNetworks(): readonly L2Network[] {
  return stacksWithAdapter().flatMap((stack) => {
    const active = findNetworks({ stack, status: 'active' }).filter((network) => network.testnetOf === undefined)
    const chosen = active.find((network) => network.id === BEST_KNOWN[stack]) ?? active[0]
    return chosen ? [chosen] : []
  })
}
