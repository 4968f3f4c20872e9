import type { L2Network } from '@defimon/core'

/** Sonic, an L1 with Lachesis consensus. The successor of Fantom Opera; a new chain with a history of its own. */
export const sonic: L2Network<'lachesis'> = {
  id: 'sonic',
  name: 'Sonic',
  stack: 'lachesis',
  chainId: 'eip155:146',
  evmChainId: 146,
  category: 'l1',
  status: { state: 'active' },
  blockTimeMs: 630,
  currency: { symbol: 'S', decimals: 18 },
  explorer: 'https://sonicscan.org',
  dataAvailability: 'own',
  proofSystem: 'consensus',
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.soniclabs.com' },
    { url: 'https://sonic.drpc.org' },
    { url: 'https://sonic.api.pocket.network' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
