import type { L2Network } from '@defimon/core'

/** B3, an L3 of the OP Stack on Base. Its contracts are not known here. */
export const b3: L2Network<'op-stack'> = {
  id: 'b3',
  name: 'B3',
  stack: 'op-stack',
  chainId: 'eip155:8333',
  evmChainId: 8333,
  category: 'optimium',
  parent: 'base',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.b3.fun',
  dataAvailability: 'celestia',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet-rpc.b3.fun/http' }, { url: 'https://mainnet-rpc.b3.fun' }],
  contracts: {},
  asOf: '2026-11-20',
}
