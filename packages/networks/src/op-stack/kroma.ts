import type { L2Network } from '@defimon/core'

/** Kroma, an OP Stack chain on Ethereum. Had a ZK fault proof of its own. */
export const kroma: L2Network<'op-stack'> = {
  id: 'kroma',
  name: 'Kroma',
  stack: 'op-stack',
  chainId: 'eip155:255',
  evmChainId: 255,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025-06-30' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://blockscout.kroma.network',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'none since shutdown (was ZK fault proof)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://api.kroma.network' }, { url: 'https://rpc-kroma.rockx.com' }, { url: 'https://1rpc.io/kroma' }],
  contracts: {
    l2OutputOracle: [{ address: '0x180c77aE51a9c505a43A2C7D81f8CE70cacb93A6', chain: 'ethereum' }],
    batchInbox: [{ address: '0xfF00000000000000000000000000000000000255', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
