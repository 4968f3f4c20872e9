import type { L2Network } from '@defimon/core'

/**
 * BNB Smart Chain, a fork of Geth with proof of staked authority.
 *
 * 450 ms since the Fermi fork of January 2026 is believed; older lists say 750 ms or 3 s. Headers tell.
 */
export const bsc: L2Network<'bsc'> = {
  id: 'bsc',
  name: 'BNB Smart Chain',
  stack: 'bsc',
  chainId: 'eip155:56',
  evmChainId: 56,
  category: 'sidechain',
  status: { state: 'active' },
  blockTimeMs: 450,
  currency: { symbol: 'BNB', decimals: 18 },
  explorer: 'https://bscscan.com',
  dataAvailability: 'own',
  proofSystem: 'consensus (fast finality)',
  seed: { priority: 9, phase: 1, tvlUsd: 5_200_000_000 },
  endpoints: [
    { url: 'https://56.rpc.thirdweb.com' },
    { url: 'https://bsc.drpc.org' },
    { url: 'https://bsc-rpc.publicnode.com', webSocketUrl: 'wss://bsc-rpc.publicnode.com' },
    { url: 'https://bsc.rpc.blxrbdn.com' },
    { url: 'https://bsc.rpc.service.pinax.network' },
    { url: 'https://bsc.rpc.sentio.xyz' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
