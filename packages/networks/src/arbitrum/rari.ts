import type { L2Network } from '@defimon/core'

/** RARI Chain, an Arbitrum Orbit chain on Arbitrum One. */
export const rari: L2Network<'arbitrum'> = {
  id: 'rari',
  name: 'RARI Chain',
  stack: 'arbitrum',
  chainId: 'eip155:1380012617',
  evmChainId: 1_380_012_617,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'active' },
  blockTimeMs: 30_000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://mainnet.explorer.rarichain.org',
  dataAvailability: 'celestia',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.rpc.rarichain.org/http' }],
  contracts: {
    rollup: [{ address: '0x2e988Ea0873C9d712628F0bf38DAFdE754927C89', chain: 'arbitrum_one' }],
    bridge: [{ address: '0x255f80Ef2F09FCE0944faBb292b8510F01316Cf0', chain: 'arbitrum_one' }],
    inbox: [{ address: '0x37e60F80d921dc5E7f501a7130F31f6548dBa564', chain: 'arbitrum_one' }],
    outbox: [{ address: '0x91591BB66075BCfF94AA128B003134165C3Ab83a', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0xA436f1867adD490BF1530c636f2FB090758bB6B3', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
