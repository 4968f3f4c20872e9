import type { L2Network } from '@defimon/core'

/**
 * Ternoa zkEVM+, a Polygon zkEVM chain on Ethereum.
 *
 * Its number at the rollup manager by l2beat (packages/config, shared-polygon-cdk discovery, `rollupsDataV2`). Whether it is live was not
 * checked.
 */
export const ternoa: L2Network<'polygon-zkevm'> = {
  id: 'ternoa',
  name: 'Ternoa zkEVM+',
  stack: 'polygon-zkevm',
  chainId: 'eip155:752025',
  evmChainId: 752_025,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'unclear' },
  currency: { symbol: 'CAPS', decimals: 18 },
  explorer: 'https://explorer-mainnet.zkevm.ternoa.network',
  dataAvailability: 'dac',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc-mainnet.zkevm.ternoa.network' }],
  contracts: {
    rollupManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum', rollupId: 13 }],
    rollup: [{ address: '0x7fF0B5fF6Eb8B789456639AC2A02487c338c1789', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
