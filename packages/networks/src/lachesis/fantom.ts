import type { L2Network } from '@defimon/core'

/**
 * Fantom Opera, a chain with Lachesis consensus.
 *
 * Superseded by Sonic since 2024-12; sources disagree whether it ended in June or at the end of 2026.
 */
export const fantom: L2Network<'lachesis'> = {
  id: 'fantom',
  name: 'Fantom Opera',
  stack: 'lachesis',
  chainId: 'eip155:250',
  evmChainId: 250,
  category: 'sidechain',
  status: { state: 'sunset', since: '2026', successor: 'sonic' },
  blockTimeMs: 2000,
  currency: { symbol: 'FTM', decimals: 18 },
  explorer: 'https://ftmscan.com',
  dataAvailability: 'own',
  proofSystem: 'consensus (Lachesis aBFT)',
  seed: { priority: 6, phase: 2, tvlUsd: 85_000_000 },
  endpoints: [
    { url: 'https://250.rpc.thirdweb.com' },
    { url: 'https://rpcapi.fantom.network' },
    { url: 'https://fantom-rpc.publicnode.com', webSocketUrl: 'wss://fantom-rpc.publicnode.com' },
    { url: 'https://fantom-pokt.nodies.app' },
    { url: 'https://rpc.fantom.network' },
    { url: 'https://rpc2.fantom.network' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
