import type { L2Network } from '@defimon/core'

/**
 * Cronos, a Cosmos chain with an EVM.
 *
 * Lists that say five seconds are out of date (below one second since 2025-07), so its block time is left out.
 */
export const cronos: L2Network<'cronos'> = {
  id: 'cronos',
  name: 'Cronos',
  stack: 'cronos',
  chainId: 'eip155:25',
  evmChainId: 25,
  category: 'sidechain',
  status: { state: 'active' },
  currency: { symbol: 'CRO', decimals: 18 },
  explorer: 'https://explorer.cronos.org',
  dataAvailability: 'own',
  proofSystem: 'consensus (CometBFT, instant finality)',
  seed: { priority: 6, phase: 2, tvlUsd: 180_000_000 },
  endpoints: [{ url: 'https://evm.cronos.org' }, { url: 'https://cronos.drpc.org' }, { url: 'https://cronos.rpc.sentio.xyz' }],
  contracts: {},
  asOf: '2026-11-20',
}
