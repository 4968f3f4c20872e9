import type { L2Network } from '@defimon/core'

/**
 * Katana, an OP Stack chain that settles through the AggLayer.
 *
 * Its state lives in `AggchainFEP.l2Outputs`. The portal comes from one listing only.
 */
export const katana: L2Network<'op-stack'> = {
  id: 'katana',
  name: 'Katana',
  stack: 'op-stack',
  chainId: 'eip155:747474',
  evmChainId: 747_474,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://katanascan.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity (OP Succinct FEP inside the AggLayer pessimistic proof)',
  challengePeriodMs: 0,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.katana.network' }, { url: 'https://katana.drpc.org' }, { url: 'https://rpc.katanarpc.com' }],
  contracts: {
    optimismPortal: [{ address: '0x250D30c523104bf0a06825e7eAdE4Dc46EdfE40E', chain: 'ethereum' }],
    agglayerManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum', rollupId: 20 }],
    aggchainFep: [{ address: '0x100d3ca4f97776A40A7D93dB4AbF0FEA34230666', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
