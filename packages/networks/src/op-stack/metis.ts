import type { L2Network } from '@defimon/core'

/**
 * Metis Andromeda, an optimistic rollup that forked the OVM.
 *
 * Blobs since 2025-05-13; state roots by `appendStateBatch` on the StateCommitmentChain. The second CanonicalTransactionChain
 * took the batches of early 2022. The fraud proof window was not read.
 */
export const metis: L2Network<'op-stack'> = {
  id: 'metis',
  name: 'Metis Andromeda',
  stack: 'op-stack',
  chainId: 'eip155:1088',
  evmChainId: 1088,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 5000,
  currency: { symbol: 'METIS', decimals: 18 },
  explorer: 'https://explorer.metis.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof in name (StateCommitmentChain; Security Council deletes batches)',
  seed: { priority: 6, phase: 1, tvlUsd: 35_000_000 },
  endpoints: [
    { url: 'https://andromeda.metis.io/?owner=1088' },
    { url: 'https://metis.rpc.hypersync.xyz' },
    { url: 'https://metis-pokt.nodies.app' },
    { url: 'https://metis-andromeda.rpc.thirdweb.com' },
    { url: 'https://metis-andromeda.gateway.tenderly.co' },
  ],
  contracts: {
    libAddressManager: [{ address: '0x918778e825747a892b17C66fe7D24C618262867d', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x1C2f0A08762f0aD4598fB5de8f9D6626a4e4aeE3', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x3980c9ed79d2c191A89E02Fa3529C60eD6e9c04b', chain: 'ethereum' }],
    l1CrossDomainMessenger: [{ address: '0x081D1101855bD523bA69A9794e0217F0DB6323ff', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFf00000000000000000000000000000000001088', chain: 'ethereum' }],
    stateCommitmentChain: [{ address: '0xA2FaAAC9120c1Ff75814F0c6DdB119496a12eEA6', chain: 'ethereum' }],
    canonicalTransactionChain: [
      { address: '0x6A1DB7d799FBA381F2a518cA859ED30cB8E1d41a', chain: 'ethereum' },
      { address: '0x56a76bcC92361f6DF8D75476feD8843EdC70e1C9', chain: 'ethereum' },
    ],
  },
  asOf: '2026-11-20',
}
