import type { L2Network } from '@defimon/core'

/**
 * Arbitrum One, the first Nitro chain.
 *
 * BoLD since 2025-02: the first rollup contract is the one of today, the second the one before. Lists that name only the
 * second are out of date; `Bridge.rollup()` tells.
 */
export const arbitrum_one: L2Network<'arbitrum'> = {
  id: 'arbitrum_one',
  name: 'Arbitrum One',
  stack: 'arbitrum',
  chainId: 'eip155:42161',
  evmChainId: 42_161,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 250,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://arbiscan.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (BoLD)',
  challengePeriodMs: 549_816_000,
  seed: { priority: 10, phase: 1, tvlUsd: 2_100_000_000 },
  endpoints: [
    { url: 'https://arb1.arbitrum.io/rpc' },
    { url: 'https://arbitrum.drpc.org' },
    { url: 'https://arbitrum-one-rpc.publicnode.com', webSocketUrl: 'wss://arbitrum-one-rpc.publicnode.com' },
    { url: 'https://arbone.rpc.service.pinax.network' },
    { url: 'https://arbitrum-one.rpc.sentio.xyz' },
  ],
  contracts: {
    rollup: [
      { address: '0x4DCeB440657f21083db8aDd07665f8ddBe1DCfc0', chain: 'ethereum' },
      { address: '0x5eF0D09d1E6204141B4d37530808eD19f60FBa35', chain: 'ethereum' },
    ],
    bridge: [{ address: '0x8315177aB297bA92A06054cE80a67Ed4DBd7ed3a', chain: 'ethereum' }],
    inbox: [{ address: '0x4Dbd4fc535Ac27206064B68FfCf827b0A60BAB3f', chain: 'ethereum' }],
    outbox: [{ address: '0x0B9857ae2D4A3DBe74ffE1d7DF045bb7F96E4840', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0x1c479675ad559DC151F6Ec7ed3FbF8ceE79582B6', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
