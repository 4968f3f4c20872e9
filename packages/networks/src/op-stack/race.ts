import type { L2Network } from '@defimon/core'

/** RACE, an OP Stack chain on Ethereum. Its oracle as l2beat discovered it (packages/config/src/projects/race). */
export const race: L2Network<'op-stack'> = {
  id: 'race',
  name: 'RACE',
  stack: 'op-stack',
  chainId: 'eip155:6805',
  evmChainId: 6805,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://racescan.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://racemainnet.io' }],
  contracts: {
    l2OutputOracle: [{ address: '0x8bF8442d49d52377d735a90F19657a29f29aA83c', chain: 'ethereum' }],
    optimismPortal: [{ address: '0x0485Ca8A73682B3D3f5ae98cdca1E5b512E728e9', chain: 'ethereum' }],
    systemConfig: [{ address: '0xCf6A32dB8b3313b3d439CE6909511c2c3415fa32', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x680969A6c58183987c8126ca4DE6b59C6540Cd2a', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFF00000000000000000000000000000000006805', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x8CDa8351236199AF7532baD53D683Ddd9B275d89', chain: 'ethereum' },
    { role: 'proposer', address: '0x88D58BFbCD70c25409b67117fC1CDfeFDA113a78', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
