import type { L2Network } from '@defimon/core'

/** LightLink Phoenix, an optimium on Ethereum. Whether it is live was not checked. */
export const lightlink: L2Network<'evm'> = {
  id: 'lightlink',
  name: 'LightLink Phoenix',
  stack: 'evm',
  chainId: 'eip155:1890',
  evmChainId: 1890,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'unclear' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://phoenix.lightlink.io',
  dataAvailability: 'celestia',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://replicator.phoenix.lightlink.io/rpc/v1' }],
  contracts: {},
  asOf: '2026-11-20',
}
