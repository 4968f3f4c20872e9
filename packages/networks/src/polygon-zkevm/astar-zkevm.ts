import type { L2Network } from '@defimon/core'

/** Astar zkEVM, a Polygon zkEVM chain on Ethereum. The day of its end is believed. */
export const astar_zkevm: L2Network<'polygon-zkevm'> = {
  id: 'astar_zkevm',
  name: 'Astar zkEVM',
  stack: 'polygon-zkevm',
  chainId: 'eip155:3776',
  evmChainId: 3776,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025-03-31' },
  blockTimeMs: 3000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://astar-zkevm.explorer.startale.com',
  dataAvailability: 'dac',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc-zkevm.astar.network' },
    { url: 'https://rpc.startale.com/astar-zkevm' },
    { url: 'https://astar-zkevm-rpc.dwellir.com' },
  ],
  contracts: {
    rollupManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
