import type { L2Network } from '@defimon/core'

/** Scroll, a zkEVM rollup on Ethereum. `commitBatches` and `finalizeBundlePostEuclidV2` since 2025-04-22. */
export const scroll: L2Network<'scroll'> = {
  id: 'scroll',
  name: 'Scroll',
  stack: 'scroll',
  chainId: 'eip155:534352',
  evmChainId: 534_352,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 3000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://scrollscan.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity',
  seed: { priority: 8, phase: 1, tvlUsd: 85_000_000 },
  endpoints: [
    { url: 'https://rpc.scroll.io' },
    { url: 'https://rpc.ankr.com/scroll' },
    { url: 'https://scroll-mainnet.chainstacklabs.com' },
    { url: 'https://scroll.drpc.org' },
    { url: 'https://1rpc.io/scroll' },
    { url: 'https://scroll-rpc.publicnode.com', webSocketUrl: 'wss://scroll-rpc.publicnode.com' },
  ],
  contracts: {
    rollup: [{ address: '0xa13BAF47339d63B743e7Da8741db5456DAc1E556', chain: 'ethereum' }],
    messenger: [{ address: '0x6774Bcbd5ceCeF1336b5300fb5186a12DDD8b367', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
