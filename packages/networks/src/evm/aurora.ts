import type { L2Network } from '@defimon/core'

/** Aurora, an EVM that runs as a contract of NEAR. */
export const aurora: L2Network<'evm'> = {
  id: 'aurora',
  name: 'Aurora',
  stack: 'evm',
  chainId: 'eip155:1313161554',
  evmChainId: 1_313_161_554,
  category: 'sidechain',
  parent: 'near',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://aurorascan.dev',
  dataAvailability: 'near',
  proofSystem: 'NEAR consensus',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.aurora.dev' }, { url: 'https://aurora.drpc.org' }, { url: 'https://1rpc.io/aurora' }],
  contracts: {},
  asOf: '2026-11-20',
}
