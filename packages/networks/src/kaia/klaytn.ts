import type { L2Network } from '@defimon/core'

/**
 * Kaia, formerly Klaytn, an L1 with Istanbul BFT.
 *
 * Renamed Kaia at block 162900480 on 2024-08-29, with the same chain id and history; the coin went from KLAY to KAIA.
 */
export const klaytn: L2Network<'kaia'> = {
  id: 'klaytn',
  name: 'Kaia (formerly Klaytn)',
  stack: 'kaia',
  chainId: 'eip155:8217',
  evmChainId: 8217,
  category: 'l1',
  status: { state: 'renamed', since: '2024-08-29' },
  blockTimeMs: 1000,
  currency: { symbol: 'KAIA', decimals: 18 },
  explorer: 'https://kaiascan.io',
  dataAvailability: 'own',
  proofSystem: 'consensus (Istanbul BFT)',
  seed: { priority: 4, phase: 3, tvlUsd: 25_000_000 },
  endpoints: [
    { url: 'https://public-en.node.kaia.io', webSocketUrl: 'wss://public-en.node.kaia.io/ws' },
    { url: 'https://klaytn.drpc.org' },
    { url: 'https://rpc.ankr.com/kaia' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
