import type { L2Network } from '@defimon/core'

/** OP Kovan, a former testnet of OP Mainnet. OVM. Its parent, Kovan, has no entry. */
export const optimism_kovan: L2Network<'op-stack'> = {
  id: 'optimism_kovan',
  name: 'OP Kovan',
  stack: 'op-stack',
  chainId: 'eip155:69',
  evmChainId: 69,
  category: 'optimistic_rollup',
  testnetOf: 'optimism',
  status: { state: 'sunset', since: '2022', successor: 'optimism_goerli' },
  currency: { symbol: 'ETH', decimals: 18 },
  endpoints: [],
  contracts: {},
  asOf: '2026-11-20',
}
