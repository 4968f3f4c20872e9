import type { L2Network } from '@defimon/core'

/** Avalanche C-Chain, the EVM chain of the primary network. Block time is dynamic since Granite. */
export const avalanche: L2Network<'avalanche'> = {
  id: 'avalanche',
  name: 'Avalanche C-Chain',
  stack: 'avalanche',
  chainId: 'eip155:43114',
  evmChainId: 43_114,
  category: 'l1',
  status: { state: 'active' },
  blockTimeMs: 1700,
  currency: { symbol: 'AVAX', decimals: 18 },
  explorer: 'https://snowtrace.io',
  dataAvailability: 'own',
  proofSystem: 'consensus (Snowman)',
  seed: { priority: 8, phase: 1, tvlUsd: 1_100_000_000 },
  endpoints: [
    { url: 'https://api.avax.network/ext/bc/C/rpc' },
    { url: 'https://avalanche.drpc.org' },
    { url: 'https://1rpc.io/avax/c' },
    { url: 'https://avalanche-c-chain-rpc.publicnode.com', webSocketUrl: 'wss://avalanche-c-chain-rpc.publicnode.com' },
    { url: 'https://avalanche.rpc.service.pinax.network' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
