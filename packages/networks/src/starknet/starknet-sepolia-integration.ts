import type { L2Network } from '@defimon/core'

/** Starknet Sepolia Integration, a testnet of Starknet. Where new versions of the sequencer run first. */
export const starknet_sepolia_integration: L2Network<'starknet'> = {
  id: 'starknet_sepolia_integration',
  name: 'Starknet Sepolia Integration',
  stack: 'starknet',
  chainId: 'starknet:SN_INTEGRATION_SEPOLIA',
  category: 'zk_rollup',
  parent: 'ethereum_sepolia',
  testnetOf: 'starknet',
  status: { state: 'active' },
  currency: { symbol: 'STRK', decimals: 18 },
  endpoints: [],
  contracts: {},
  asOf: '2026-11-20',
}
