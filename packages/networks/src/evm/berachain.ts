import type { L2Network } from '@defimon/core'

/** Berachain, an EVM L1 on BeaconKit. */
export const berachain: L2Network<'evm'> = {
  id: 'berachain',
  name: 'Berachain',
  stack: 'evm',
  chainId: 'eip155:80094',
  evmChainId: 80_094,
  category: 'l1',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'BERA', decimals: 18 },
  explorer: 'https://berascan.com',
  dataAvailability: 'own',
  proofSystem: 'consensus',
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.berachain.com' },
    { url: 'https://berachain.drpc.org' },
    { url: 'https://berachain.rpc.sentio.xyz' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
