import type { L2Network } from '@defimon/core'

/** Merlin, a chain of a Polygon CDK fork. Calls itself a Bitcoin L2; Bitcoin has no entry, so it names no parent. */
export const merlin: L2Network<'polygon-zkevm'> = {
  id: 'merlin',
  name: 'Merlin',
  stack: 'polygon-zkevm',
  chainId: 'eip155:4200',
  evmChainId: 4200,
  category: 'sidechain',
  status: { state: 'active' },
  blockTimeMs: 3000,
  currency: { symbol: 'BTC', decimals: 18 },
  explorer: 'https://scan.merlinchain.io',
  dataAvailability: 'dac',
  proofSystem: 'none verified on Bitcoin',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.merlinchain.io' }, { url: 'https://merlin.blockpi.network/v1/rpc/public' }],
  contracts: {},
  asOf: '2026-11-20',
}
