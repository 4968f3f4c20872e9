import type { L2Network, RollupContracts } from '@defimon/core'

/**
 * Morph, an optimistic zkEVM on Ethereum. Its `Rollup` contract takes `commitBatch` and `finalizeBatch`.
 *
 * The contract by its own node (morph-l2/morph) and by l2beat; how long a batch stands open (`finalizationPeriodSeconds`) as it was read there.
 */
export const morph: L2Network<'evm'> & { readonly contracts: RollupContracts } = {
  id: 'morph',
  name: 'Morph',
  stack: 'evm',
  chainId: 'eip155:2818',
  evmChainId: 2818,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 4000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.morphl2.io',
  dataAvailability: 'ethereum-blobs',
  challengePeriodMs: 172_800_000,
  proofSystem: 'optimistic ZK-EVM (responsive validity proof)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.morphl2.io' }],
  contracts: {
    rollup: [{ address: '0x759894Ced0e6af42c26668076Ffa84d02E3CeF60', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
