import type { L2Network } from '@defimon/core'

/** Public Goods Network, an OP Stack chain on Ethereum. Removed from the Superchain registry on 2024-08-01. */
export const pgn: L2Network<'op-stack'> = {
  id: 'pgn',
  name: 'Public Goods Network',
  stack: 'op-stack',
  chainId: 'eip155:424',
  evmChainId: 424,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2024' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.publicgoods.network',
  dataAvailability: 'celestia',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.publicgoods.network' }],
  contracts: {
    optimismPortal: [{ address: '0xb26Fd985c5959bBB382BAFdD0b879E149e48116c', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x9E6204F750cD866b299594e2aC9eA824E2e5f95c', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0xD0204B9527C1bA7bD765Fa5CCD9355d38338272b', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
