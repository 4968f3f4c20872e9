import type { L2Network } from '@defimon/core'

/**
 * Lumia Prism, a Polygon zkEVM chain on Ethereum.
 *
 * Its number at the rollup manager by l2beat (packages/config, shared-polygon-cdk discovery, `rollupsDataV2`).
 */
export const lumia: L2Network<'polygon-zkevm'> = {
  id: 'lumia',
  name: 'Lumia Prism',
  stack: 'polygon-zkevm',
  chainId: 'eip155:994873017',
  evmChainId: 994_873_017,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'unclear' },
  blockTimeMs: 4000,
  currency: { symbol: 'LUMIA', decimals: 18 },
  explorer: 'https://explorer.lumia.org',
  dataAvailability: 'dac',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet-rpc.lumia.org' }],
  contracts: {
    rollupManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum', rollupId: 7 }],
    rollup: [{ address: '0x92726F7dE49300DBdb60930066bc1d0803c0740B', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
