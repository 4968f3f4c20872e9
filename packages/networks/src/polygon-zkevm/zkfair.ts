import type { L2Network } from '@defimon/core'

/** ZKFair, a chain of a Polygon CDK fork. Whether it is live was not checked. */
export const zkfair: L2Network<'polygon-zkevm'> = {
  id: 'zkfair',
  name: 'ZKFair',
  stack: 'polygon-zkevm',
  chainId: 'eip155:42766',
  evmChainId: 42_766,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'unclear' },
  currency: { symbol: 'USDC', decimals: 18 },
  explorer: 'https://scan.zkfair.io',
  dataAvailability: 'celestia',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.zkfair.io' }],
  contracts: {},
  asOf: '2026-11-20',
}
