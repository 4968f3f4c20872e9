import type { L2Network } from '@defimon/core'

/** Superposition, an Arbitrum Orbit chain on Arbitrum One. Wound down by 2026-09-08; its Bridge runs a stub. */
export const superposition: L2Network<'arbitrum'> = {
  id: 'superposition',
  name: 'Superposition',
  stack: 'arbitrum',
  chainId: 'eip155:55244',
  evmChainId: 55_244,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'sunset', since: '2026-09' },
  blockTimeMs: 60_000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.superposition.so',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 483_840_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.superposition.so' }],
  contracts: {
    rollup: [{ address: '0x325Dd0279Ba31bC346BA80F3D00628deFa2EacD4', chain: 'arbitrum_one' }],
    bridge: [{ address: '0xEca0fEB4aA6112a3923823559e7197294Bc49CC7', chain: 'arbitrum_one' }],
    inbox: [{ address: '0x2EAf07A964c6601c4fAefd6D8969DF0B84f65e55', chain: 'arbitrum_one' }],
    outbox: [{ address: '0xa4b3B4D5f7976a8D283864ea83f1Bb3D815b1798', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0xe0064A9fb8e45BfD8e5aB1cE7523888814A096E0', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
