import type { L2Network } from '@defimon/core'

/** HYCHAIN, an Arbitrum Orbit chain on Ethereum. */
export const hychain: L2Network<'arbitrum'> = {
  id: 'hychain',
  name: 'HYCHAIN',
  stack: 'arbitrum',
  chainId: 'eip155:2911',
  evmChainId: 2911,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'TOPIA', decimals: 18 },
  explorer: 'https://explorer.hychain.com',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.hychain.com/http' }, { url: 'https://hychain.calderachain.xyz/http' }],
  contracts: {
    rollup: [{ address: '0x8f98f9ae2f2836Ed3a628c23311Ad9976B9fBF1B', chain: 'ethereum' }],
    bridge: [{ address: '0x73C6af7029E714DFf1F1554F88b79B335011Da68', chain: 'ethereum' }],
    inbox: [{ address: '0xD6c596b7ca17870DD50D322393deCE6C2085a116', chain: 'ethereum' }],
    outbox: [{ address: '0x0389E24A4Bc96518169f83F50FCDdA442dD8eAFd', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0xaF5800ADF22301968613c37DA9C3C2a486eA915A', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
