import type { L2Network } from '@defimon/core'

/** Gnosis, an EVM chain with its own beacon chain. */
export const gnosis: L2Network<'gnosis'> = {
  id: 'gnosis',
  name: 'Gnosis',
  stack: 'gnosis',
  chainId: 'eip155:100',
  evmChainId: 100,
  category: 'sidechain',
  status: { state: 'active' },
  blockTimeMs: 5000,
  currency: { symbol: 'XDAI', decimals: 18 },
  explorer: 'https://gnosisscan.io',
  dataAvailability: 'own',
  proofSystem: 'consensus (own beacon chain)',
  seed: { priority: 5, phase: 2, tvlUsd: 35_000_000 },
  endpoints: [
    { url: 'https://rpc.gnosischain.com' },
    { url: 'https://gnosis.rpc.service.pinax.network' },
    { url: 'https://rpc.gnosis.gateway.fm' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
