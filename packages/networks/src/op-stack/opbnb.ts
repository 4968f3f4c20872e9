import type { L2Network } from '@defimon/core'

/**
 * opBNB, an OP Stack rollup on BSC.
 *
 * Several blocks share one `timestamp`: the milliseconds stand in `mixHash`. 500 ms is the default interval of
 * its client; later forks may have shortened it.
 */
export const opbnb: L2Network<'op-stack'> = {
  id: 'opbnb',
  name: 'opBNB',
  stack: 'op-stack',
  chainId: 'eip155:204',
  evmChainId: 204,
  category: 'optimistic_rollup',
  parent: 'bsc',
  status: { state: 'active' },
  blockTimeMs: 500,
  currency: { symbol: 'BNB', decimals: 18 },
  explorer: 'https://opbnb.bscscan.com',
  dataAvailability: 'bsc-blobs-or-calldata',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://opbnb-mainnet-rpc.bnbchain.org' },
    { url: 'https://opbnb-rpc.publicnode.com', webSocketUrl: 'wss://opbnb-rpc.publicnode.com' },
    { url: 'https://1rpc.io/opbnb' },
    { url: 'https://opbnb.drpc.org' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x1876EA7702C0ad0C6A2ae6036DE7733edfBca519', chain: 'bsc' }],
    systemConfig: [{ address: '0x7AC836148C14c74086D57F7828F2D065672Db3B8', chain: 'bsc' }],
    l2OutputOracle: [{ address: '0x153CAB79f4767E2ff862C94aa49573294B13D169', chain: 'bsc' }],
    l1StandardBridge: [{ address: '0xF05F0e4362859c3331Cb9395CBC201E3Fa6757Ea', chain: 'bsc' }],
    batchInbox: [{ address: '0xFF00000000000000000000000000000000000204', chain: 'bsc' }],
  },
  operators: [{ role: 'batcher', address: '0xef8783382eF80Ec23B66c43575A6103dECA909c3', chain: 'bsc' }],
  asOf: '2026-11-20',
}
