import type { L2Network } from '@defimon/core'

/**
 * Astar zkEVM, a Polygon zkEVM chain on Ethereum. Closed on 2025-03-31, as l2beat has it.
 *
 * Its number at the rollup manager by l2beat (packages/config, shared-polygon-cdk discovery, `rollupsDataV2`) and by the tests of
 * 0xPolygonHermez/zkevm-contracts that upgrade it.
 */
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
    rollupManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum', rollupId: 2 }],
    rollup: [{ address: '0x1E163594e13030244DCAf4cDfC2cd0ba3206DA80', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
