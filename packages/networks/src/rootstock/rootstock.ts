import type { L2Network } from '@defimon/core'

/** Rootstock, a sidechain merge-mined with Bitcoin. Settles on Bitcoin, which has no entry, so it names no parent. */
export const rootstock: L2Network<'rootstock'> = {
  id: 'rootstock',
  name: 'Rootstock',
  stack: 'rootstock',
  chainId: 'eip155:30',
  evmChainId: 30,
  category: 'sidechain',
  status: { state: 'active' },
  blockTimeMs: 30_000,
  currency: { symbol: 'RBTC', decimals: 18 },
  explorer: 'https://explorer.rsk.co',
  dataAvailability: 'own',
  proofSystem: 'merge-mined consensus; federated peg',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://public-node.rsk.co' }, { url: 'https://rootstock.drpc.org' }, { url: 'https://mycrypto.rsk.co' }],
  contracts: {},
  asOf: '2026-11-20',
}
