import type { L2Network } from '@defimon/core'

/** OP Goerli, a former testnet of OP Mainnet. Closed with Goerli; OP Sepolia is its successor. */
export const optimism_goerli: L2Network<'op-stack'> = {
  id: 'optimism_goerli',
  name: 'OP Goerli',
  stack: 'op-stack',
  chainId: 'eip155:420',
  evmChainId: 420,
  category: 'optimistic_rollup',
  parent: 'ethereum_goerli',
  testnetOf: 'optimism',
  status: { state: 'sunset', since: '2024', successor: 'optimism_sepolia' },
  currency: { symbol: 'ETH', decimals: 18 },
  endpoints: [],
  contracts: {},
  asOf: '2026-11-20',
}
