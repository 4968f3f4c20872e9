import type { L2Network } from '@defimon/core'

/**
 * Corn, an Arbitrum Orbit chain on Arbitrum One.
 *
 * Its parent is unclear (some lists say Ethereum), and its contracts are not known here.
 */
export const corn: L2Network<'arbitrum'> = {
  id: 'corn',
  name: 'Corn',
  stack: 'arbitrum',
  chainId: 'eip155:21000000',
  evmChainId: 21_000_000,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'unclear' },
  blockTimeMs: 20_000,
  currency: { symbol: 'BTCN', decimals: 18 },
  explorer: 'https://cornscan.io',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://21000000.rpc.thirdweb.com' },
    { url: 'https://mainnet.corn-rpc.com' },
    { url: 'https://maizenet-rpc.usecorn.com' },
    { url: 'https://rpc.ankr.com/corn_maizenet' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
