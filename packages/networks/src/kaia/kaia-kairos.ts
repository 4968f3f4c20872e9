import type { L2Network } from '@defimon/core'

/** Kaia Kairos, a testnet of Kaia (formerly Klaytn). */
export const kaia_kairos: L2Network<'kaia'> = {
  id: 'kaia_kairos',
  name: 'Kaia Kairos',
  stack: 'kaia',
  chainId: 'eip155:1001',
  evmChainId: 1001,
  category: 'l1',
  testnetOf: 'klaytn',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'KAIA', decimals: 18 },
  explorer: 'https://kairos.kaiascan.io',
  endpoints: [{ url: 'https://public-en-kairos.node.kaia.io', webSocketUrl: 'wss://public-en-kairos.node.kaia.io/ws' }],
  contracts: {},
  asOf: '2026-11-20',
}
