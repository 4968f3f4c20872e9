import type { L2Network } from '@defimon/core'

/**
 * Ternoa zkEVM+, a Polygon zkEVM chain on Ethereum.
 *
 * That it runs Polygon CDK is believed. Whether it is live was not checked.
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
    rollupManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
