import type { L2Network } from '@defimon/core'

/**
 * Celo, an OP Stack chain on Ethereum.
 *
 * An L1 with IBFT consensus until 2025-03-26; the first L2 block is 31056500. forno.celo.org answers null for many receipts
 * since the migration.
 */
export const celo: L2Network<'op-stack'> = {
  id: 'celo',
  name: 'Celo',
  stack: 'op-stack',
  chainId: 'eip155:42220',
  evmChainId: 42_220,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active', since: '2025-03-26' },
  blockTimeMs: 1000,
  currency: { symbol: 'CELO', decimals: 18 },
  explorer: 'https://celoscan.io',
  dataAvailability: 'eigenda',
  proofSystem: 'dispute game OP Succinct Lite (type 42: optimistic, ZK proof when challenged)',
  challengePeriodMs: 604_800_000,
  seed: { priority: 5, phase: 2, tvlUsd: 45_000_000 },
  endpoints: [
    { url: 'https://forno.celo.org' },
    { url: 'https://rpc.ankr.com/celo' },
    { url: 'https://celo.drpc.org' },
    { url: 'https://celo.rpc.service.pinax.network' },
  ],
  contracts: {
    optimismPortal: [{ address: '0xc5c5D157928BDBD2ACf6d0777626b6C75a9EAEDC', chain: 'ethereum' }],
    systemConfig: [{ address: '0x89E31965D844a309231B1f17759Ccaf1b7c09861', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0xFbAC162162f4009Bb007C6DeBC36B1dAC10aF683', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x8fE58d2168b5412Cf1Bd212cE6137f8b7300222d', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x9C4955b92F34148dbcfDCD82e9c9eCe5CF2badfe', chain: 'ethereum' }],
    batchInbox: [{ address: '0xff00000000000000000000000000000000042220', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x0cd08c7f7A96AA9635f761b49216B9eA74C5cA60', chain: 'ethereum' },
    { role: 'proposer', address: '0x1204884E697efD929729B9A717Ea14496298A689', chain: 'ethereum' },
    { role: 'challenger', address: '0x6b145Ebf66602Ec524b196426B46631259689583', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
