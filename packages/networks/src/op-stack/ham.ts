import type { L2Network } from '@defimon/core'

/** Ham, an L3 of the OP Stack on Base. Whether it is live was not checked. */
export const ham: L2Network<'op-stack'> = {
  id: 'ham',
  name: 'Ham',
  stack: 'op-stack',
  chainId: 'eip155:5112',
  evmChainId: 5112,
  category: 'optimium',
  parent: 'base',
  status: { state: 'unclear' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.ham.fun',
  dataAvailability: 'celestia',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.ham.fun' }],
  contracts: {},
  asOf: '2026-11-20',
}
