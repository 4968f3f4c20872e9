import type { L2Network } from '@defimon/core'

/**
 * Immutable X, a StarkEx validium for NFTs.
 *
 * Archived in 2026; its vaults moved to Immutable zkEVM. A REST API; its host is believed.
 */
export const immutable_x: L2Network<'starkex'> = {
  id: 'immutable_x',
  name: 'Immutable X',
  stack: 'starkex',
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026', successor: 'immutable_zkevm' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://immutascan.io',
  dataAvailability: 'dac',
  proofSystem: 'validity (STARK, StarkEx)',
  seed: { priority: 6, phase: 2, tvlUsd: 25_000_000 },
  endpoints: [{ url: 'https://api.x.immutable.com' }],
  contracts: {
    exchange: [{ address: '0x5FDCCA53617f4d2b9134B29090C87D01058e27e9', chain: 'ethereum' }],
    committee: [{ address: '0x16BA0f221664A5189cf2C1a7AF0d3AbFc70aA295', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
