import type { L2Network } from '@defimon/core'

/**
 * Silicon zkEVM, a Polygon zkEVM chain on Ethereum.
 *
 * Its number at the rollup manager by l2beat (packages/config, shared-polygon-cdk discovery, `rollupsDataV2`). Whether it is live was not
 * checked.
 */
export const silicon: L2Network<'polygon-zkevm'> = {
  id: 'silicon',
  name: 'Silicon zkEVM',
  stack: 'polygon-zkevm',
  chainId: 'eip155:2355',
  evmChainId: 2355,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'unclear' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://scope.silicon.network',
  dataAvailability: 'dac',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.silicon.network' }, { url: 'https://silicon-mainnet.nodeinfra.com' }],
  contracts: {
    rollupManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum', rollupId: 10 }],
    rollup: [{ address: '0x419dcD0f72ebAFd3524b65a97ac96699C7fBebdB', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
