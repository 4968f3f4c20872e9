import type { L2Network } from '@defimon/core'

/** Sanko, an Arbitrum Orbit chain on Arbitrum One. Withdrawals of late 2026-09 left through the second outbox. */
export const sanko: L2Network<'arbitrum'> = {
  id: 'sanko',
  name: 'Sanko',
  stack: 'arbitrum',
  chainId: 'eip155:1996',
  evmChainId: 1996,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'active' },
  blockTimeMs: 15_000,
  currency: { symbol: 'DMT', decimals: 18 },
  explorer: 'https://explorer.sanko.xyz',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.sanko.xyz' }],
  contracts: {
    rollup: [{ address: '0x9A59EdF7080fdA05396373a85DdBf2cEBDB81Cd4', chain: 'arbitrum_one' }],
    bridge: [{ address: '0x2f285781B8d58678a3483de52D618198E4d27532', chain: 'arbitrum_one' }],
    inbox: [{ address: '0x718E2a83775343d5c0B1eE0676703cBAF30CaFCD', chain: 'arbitrum_one' }],
    outbox: [
      { address: '0x575d32f7ff0C72921645e302cb14d2757E300786', chain: 'arbitrum_one' },
      { address: '0xa9Aa07F082D9c15D0B6D7e9e5B68b1f898399C29', chain: 'arbitrum_one' },
    ],
    sequencerInbox: [{ address: '0x24B68936C13A414cd91437aE7AA730321B9ff159', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
