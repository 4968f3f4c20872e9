import type { L2Network } from '@defimon/core'

/** Ethereum Ropsten, a former testnet of Ethereum. Proof of work until 2022; closed at the end of that year. */
export const ethereum_ropsten: L2Network<'evm'> = {
  id: 'ethereum_ropsten',
  name: 'Ethereum Ropsten',
  stack: 'evm',
  chainId: 'eip155:3',
  evmChainId: 3,
  category: 'l1',
  testnetOf: 'ethereum',
  status: { state: 'sunset', since: '2022-12', successor: 'ethereum_sepolia' },
  currency: { symbol: 'ETH', decimals: 18 },
  endpoints: [],
  contracts: {},
  asOf: '2026-11-20',
}
