import type { L2Network } from '@defimon/core'

/** Dogechain, a Polygon Edge chain. Stands for Polygon Edge and its Supernets (that it descends from them is believed). */
export const dogechain: L2Network<'polygon-edge'> = {
  id: 'dogechain',
  name: 'Dogechain',
  stack: 'polygon-edge',
  chainId: 'eip155:2000',
  evmChainId: 2000,
  category: 'sidechain',
  status: { state: 'unclear' },
  blockTimeMs: 2000,
  currency: { symbol: 'DOGE', decimals: 18 },
  explorer: 'https://explorer.dogechain.dog',
  dataAvailability: 'own',
  proofSystem: 'consensus (IBFT)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.dogechain.dog' }],
  contracts: {},
  asOf: '2026-11-20',
}
