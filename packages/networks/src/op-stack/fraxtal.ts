import type { L2Network } from '@defimon/core'

/** Fraxtal, an OP Stack chain on Ethereum. Trackers list L2OutputOracle proposals. */
export const fraxtal: L2Network<'op-stack'> = {
  id: 'fraxtal',
  name: 'Fraxtal',
  stack: 'op-stack',
  chainId: 'eip155:252',
  evmChainId: 252,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'FRAX', decimals: 18 },
  explorer: 'https://fraxscan.com',
  dataAvailability: 'alt-da',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.frax.com' },
    { url: 'https://fraxtal.drpc.org' },
    { url: 'https://fraxtal.api.pocket.network' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x36cb65c1967A0Fb0EEE11569C51C2f2aA1Ca6f6D', chain: 'ethereum' }],
    systemConfig: [{ address: '0x34a9f273cbD847d49c3De015FC26c3E66825f8b2', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x66CC916Ed5C6C2FA97014f7D1cD141528Ae171e4', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x34C0bD5877A5Ee7099D0f5688D65F4bB9158BDE2', chain: 'ethereum' }],
    batchInbox: [{ address: '0xfF000000000000000000000000000000000420fC', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x6017f75108f251a488B045A7ce2a7C15b179d1f2', chain: 'ethereum' },
    { role: 'proposer', address: '0xFb90465f3064fF63FC460F01A6307eC73d64bc50', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
