import type { L2Network } from '@defimon/core'

/** Solana Devnet, a testnet of Solana. */
export const solana_devnet: L2Network<'solana'> = {
  id: 'solana_devnet',
  name: 'Solana Devnet',
  stack: 'solana',
  chainId: 'solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1',
  category: 'l1',
  testnetOf: 'solana',
  status: { state: 'active' },
  blockTimeMs: 400,
  currency: { symbol: 'SOL', decimals: 9 },
  explorer: 'https://explorer.solana.com/?cluster=devnet',
  endpoints: [{ url: 'https://api.devnet.solana.com', webSocketUrl: 'wss://api.devnet.solana.com' }],
  contracts: {},
  asOf: '2026-11-20',
}
