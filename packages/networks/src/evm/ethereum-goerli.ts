import type { L2Network } from '@defimon/core'

/** Ethereum Goerli, a former testnet of Ethereum. Closed in 2024. */
export const ethereum_goerli: L2Network<'evm'> = {
  id: 'ethereum_goerli',
  name: 'Ethereum Goerli',
  stack: 'evm',
  chainId: 'eip155:5',
  evmChainId: 5,
  category: 'l1',
  testnetOf: 'ethereum',
  status: { state: 'sunset', since: '2024', successor: 'ethereum_sepolia' },
  currency: { symbol: 'ETH', decimals: 18 },
  endpoints: [],
  contracts: {},
  asOf: '2026-11-20',
}
