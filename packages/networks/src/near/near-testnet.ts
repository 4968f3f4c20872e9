import type { L2Network } from '@defimon/core'

/** NEAR Testnet, a testnet of NEAR. */
export const near_testnet: L2Network<'near'> = {
  id: 'near_testnet',
  name: 'NEAR Testnet',
  stack: 'near',
  chainId: 'near:testnet',
  category: 'l1',
  testnetOf: 'near',
  status: { state: 'active' },
  currency: { symbol: 'NEAR', decimals: 24 },
  explorer: 'https://testnet.nearblocks.io',
  endpoints: [{ url: 'https://rpc.testnet.fastnear.com' }],
  contracts: {},
  asOf: '2026-11-20',
}
