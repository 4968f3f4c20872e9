import type { L2Network } from '@defimon/core'

/** Kinto, an Arbitrum Orbit chain on Ethereum. Its shutdown was announced on 2025-09-08; the last day is believed. */
export const kinto: L2Network<'arbitrum'> = {
  id: 'kinto',
  name: 'Kinto',
  stack: 'arbitrum',
  chainId: 'eip155:7887',
  evmChainId: 7887,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025-09-30' },
  blockTimeMs: 5000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.kinto.xyz',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.kinto.xyz/http' }, { url: 'https://kinto-mainnet.calderachain.xyz/http' }],
  contracts: {
    sequencerInbox: [{ address: '0xF4Ef823D57819AC7202a081A5B49376BD28E7b3a', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
