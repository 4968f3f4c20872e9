import type { L2Network } from '@defimon/core'

/** Solana, an L1. CAIP-2 names it by the first 32 characters of its genesis hash. */
export const solana: L2Network<'solana'> = {
  id: 'solana',
  name: 'Solana',
  stack: 'solana',
  chainId: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
  category: 'l1',
  status: { state: 'active' },
  blockTimeMs: 400,
  currency: { symbol: 'SOL', decimals: 9 },
  explorer: 'https://explorer.solana.com',
  dataAvailability: 'own',
  proofSystem: 'consensus',
  seed: { priority: 8, phase: 1, tvlUsd: 1_200_000_000 },
  endpoints: [{ url: 'https://api.mainnet-beta.solana.com', webSocketUrl: 'wss://api.mainnet-beta.solana.com' }],
  contracts: {},
  asOf: '2026-11-20',
}
