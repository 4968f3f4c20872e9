import type { L2Network } from '@defimon/core'

/** Zora, an OP Stack chain on Ethereum. Some trackers count it as archived since 2026-03, others still list it as live. */
export const zora: L2Network<'op-stack'> = {
  id: 'zora',
  name: 'Zora',
  stack: 'op-stack',
  chainId: 'eip155:7777777',
  evmChainId: 7_777_777,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.zora.energy',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.zora.energy' },
    { url: 'https://zora.rpc.service.pinax.network' },
    { url: 'https://zora.drpc.org' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x1a0ad011913A150f69f6A19DF447A0CfD9551054', chain: 'ethereum' }],
    systemConfig: [{ address: '0xA3cAB0126d5F504B071b81a3e8A2BBBF17930d86', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0xB0F15106fa1e473Ddb39790f197275BC979Aa37e', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x54027b388330415a34b2dBa9E6d25895649eEFf1', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x9E6204F750cD866b299594e2aC9eA824E2e5f95c', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x3e2Ea9B92B7E48A52296fD261dc26fd995284631', chain: 'ethereum' }],
    batchInbox: [{ address: '0x6F54Ca6F6EdE96662024Ffd61BFd18f3f4e34DFf', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x625726c858dBF78c0125436C943Bf4b4bE9d9033', chain: 'ethereum' },
    { role: 'proposer', address: '0x48247032092e7b0ecf5dEF611ad89eaf3fC888Dd', chain: 'ethereum' },
    { role: 'challenger', address: '0x9BA6e03D8B90dE867373Db8cF1A58d2F7F006b3A', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
