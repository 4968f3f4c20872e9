import type { L2Network } from '@defimon/core'

/** Polygon Mumbai, a former testnet of Polygon PoS. Replaced by Amoy in 2024. */
export const polygon_mumbai: L2Network<'polygon-pos'> = {
  id: 'polygon_mumbai',
  name: 'Polygon Mumbai',
  stack: 'polygon-pos',
  chainId: 'eip155:80001',
  evmChainId: 80_001,
  category: 'sidechain',
  parent: 'ethereum_goerli',
  testnetOf: 'polygon_pos',
  status: { state: 'sunset', since: '2024-04' },
  currency: { symbol: 'POL', decimals: 18 },
  endpoints: [],
  contracts: {},
  asOf: '2026-11-20',
}
