import type { L2Network } from '@defimon/core'

/** HashKey Chain, an OP Stack chain on Ethereum. */
export const hashkey: L2Network<'op-stack'> = {
  id: 'hashkey',
  name: 'HashKey Chain',
  stack: 'op-stack',
  chainId: 'eip155:177',
  evmChainId: 177,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'HSK', decimals: 18 },
  explorer: 'https://hsk.blockscout.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.hsk.xyz' }, { url: 'https://hashkey.drpc.org' }],
  contracts: {
    optimismPortal: [{ address: '0xe7Aa79B59CAc06F9706D896a047fEb9d3BDA8bD3', chain: 'ethereum' }],
    systemConfig: [{ address: '0x43F8DeFe3E9286D152E91BB16a248808E7247198', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x04Ec030f362CE5A0b5Fe2d4B4219f287C2EBDE50', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x4deC2aA521108d78d983c0c12656c6CF8631F2ED', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x2171E6d3B7964fA9654Ce41dA8a8fFAff2Cc70be', chain: 'ethereum' }],
    batchInbox: [{ address: '0x0004cb44C80b6Fbf8ceb1d80AF688C9f7C0b2aB5', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x5e70713222FaF60c9e9fB69240D06ae6D688563A', chain: 'ethereum' },
    // At genesis.
    { role: 'batcher', address: '0x9391791f7CB74F8BFDA65edc0749efd964311b55', chain: 'ethereum' },
    { role: 'proposer', address: '0xF660E0982b3720bc01692f9D10c647f688FD07ba', chain: 'ethereum' },
    { role: 'challenger', address: '0xFCF35CeE40325db21c3dc5b45849251E78Be47eb', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
