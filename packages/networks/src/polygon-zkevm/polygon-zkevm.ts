import type { L2Network } from '@defimon/core'

/**
 * Polygon zkEVM, the first chain of Polygon CDK.
 *
 * Shut down at the end of June 2026; the day is not known. Its number at the rollup manager by l2beat (packages/config,
 * shared-polygon-cdk discovery, `rollupsDataV2`).
 */
export const polygon_zkevm: L2Network<'polygon-zkevm'> = {
  id: 'polygon_zkevm',
  name: 'Polygon zkEVM',
  stack: 'polygon-zkevm',
  chainId: 'eip155:1101',
  evmChainId: 1101,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026-06' },
  blockTimeMs: 10_000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://zkevm.polygonscan.com',
  dataAvailability: 'ethereum-calldata',
  proofSystem: 'validity',
  seed: { priority: 9, phase: 1, tvlUsd: 45_000_000 },
  endpoints: [
    { url: 'https://zkevm-rpc.com' },
    { url: 'https://rpc.ankr.com/polygon_zkevm' },
    { url: 'https://polygon-zkevm.drpc.org' },
    { url: 'https://1rpc.io/polygon/zkevm' },
  ],
  contracts: {
    bridge: [{ address: '0x2a3DD3EB832aF982ec71669E178424b10Dca2EDe', chain: 'ethereum' }],
    rollupManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum', rollupId: 1 }],
    rollup: [{ address: '0x519E42c24163192Dca44CD3fBDCEBF6be9130987', chain: 'ethereum' }],
    globalExitRoot: [{ address: '0x580bda1e7A0CFAe92Fa7F6c20A3794F169CE3CFb', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
