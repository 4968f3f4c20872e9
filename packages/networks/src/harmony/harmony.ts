import type { L2Network } from '@defimon/core'

/** Harmony, shard 0 of a sharded L1. */
export const harmony: L2Network<'harmony'> = {
  id: 'harmony',
  name: 'Harmony',
  stack: 'harmony',
  chainId: 'eip155:1666600000',
  evmChainId: 1_666_600_000,
  category: 'l1',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ONE', decimals: 18 },
  explorer: 'https://explorer.harmony.one',
  dataAvailability: 'own',
  proofSystem: 'consensus (FBFT)',
  seed: { priority: 4, phase: 3, tvlUsd: 15_000_000 },
  endpoints: [
    { url: 'https://1666600000.rpc.thirdweb.com' },
    { url: 'https://api.harmony.one' },
    { url: 'https://api.s0.t.hmny.io' },
    { url: 'https://1rpc.io/one' },
    { url: 'https://harmony-0.drpc.org' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
