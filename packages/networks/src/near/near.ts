import type { L2Network } from '@defimon/core'

/** NEAR, a sharded L1. Its hosts are believed. The old rpc.mainnet.near.org is deprecated and left out. */
export const near: L2Network<'near'> = {
  id: 'near',
  name: 'NEAR',
  stack: 'near',
  chainId: 'near:mainnet',
  category: 'l1',
  status: { state: 'active' },
  currency: { symbol: 'NEAR', decimals: 24 },
  explorer: 'https://nearblocks.io',
  dataAvailability: 'own',
  proofSystem: 'consensus (Nightshade)',
  seed: { priority: 4, phase: 3, tvlUsd: 15_000_000 },
  endpoints: [{ url: 'https://rpc.mainnet.fastnear.com' }, { url: 'https://free.rpc.fastnear.com' }],
  contracts: {},
  asOf: '2026-11-20',
}
