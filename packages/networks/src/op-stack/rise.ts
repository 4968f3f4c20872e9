import type { L2Network } from '@defimon/core'

/** RISE, an OP Stack chain on Ethereum. */
export const rise: L2Network<'op-stack'> = {
  id: 'rise',
  name: 'RISE',
  stack: 'op-stack',
  chainId: 'eip155:4153',
  evmChainId: 4153,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.risechain.com',
  proofSystem: 'dispute game OP Succinct Lite (type 42)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.risechain.com' }],
  contracts: {
    optimismPortal: [{ address: '0xad92Fa18EB74E46Db844240623124BF46589db4C', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x6A4139810986CF13408330e14C4ac9Daf0511aA3', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x551A672d703966D83C3EC3ea0e844f43c3373c91', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
