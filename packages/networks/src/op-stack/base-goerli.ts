import type { L2Network } from '@defimon/core'

/** Base Goerli, a former testnet of Base. Closed with Goerli; Base Sepolia is its successor. */
export const base_goerli: L2Network<'op-stack'> = {
  id: 'base_goerli',
  name: 'Base Goerli',
  stack: 'op-stack',
  chainId: 'eip155:84531',
  evmChainId: 84_531,
  category: 'optimistic_rollup',
  parent: 'ethereum_goerli',
  testnetOf: 'base',
  status: { state: 'sunset', since: '2024' },
  currency: { symbol: 'ETH', decimals: 18 },
  endpoints: [],
  contracts: {},
  asOf: '2026-11-20',
}
