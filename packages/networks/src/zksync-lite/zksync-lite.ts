import type { L2Network } from '@defimon/core'

/**
 * ZKsync Lite, the first zkSync.
 *
 * Shut down on 2026-05-04. A REST API with block numbers, no EVM JSON-RPC and no EVM chain id.
 */
export const zksync_lite: L2Network<'zksync-lite'> = {
  id: 'zksync_lite',
  name: 'ZKsync Lite',
  stack: 'zksync-lite',
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026-05-04' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://zkscan.io',
  dataAvailability: 'ethereum-calldata',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://api.zksync.io/api/v0.2' }],
  contracts: {
    rollup: [{ address: '0xaBEA9132b05A70803a4E85094fD0e1800777fBEF', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
