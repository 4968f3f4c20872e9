import type { L2Network } from '@defimon/core'

/** Shibarium, a sidechain with checkpoints on Ethereum. A fork of Polygon PoS. Whether it is live was not checked. */
export const shibarium: L2Network<'polygon-pos'> = {
  id: 'shibarium',
  name: 'Shibarium',
  stack: 'polygon-pos',
  chainId: 'eip155:109',
  evmChainId: 109,
  category: 'sidechain',
  parent: 'ethereum',
  status: { state: 'unclear' },
  blockTimeMs: 5000,
  currency: { symbol: 'BONE', decimals: 18 },
  explorer: 'https://shibariumscan.io',
  dataAvailability: 'own',
  proofSystem: 'none (checkpoints)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.shibrpc.com' }, { url: 'https://www.shibrpc.com' }],
  contracts: {
    checkpoint: [{ address: '0xd46042f503B8Ec0A166af8C0BFbB0a3C562353F9', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
