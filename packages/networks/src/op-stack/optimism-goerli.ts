import type { L2Network } from '@defimon/core'

/**
 * OP Goerli, a former testnet of OP Mainnet. Closed with Goerli; OP Sepolia is its successor.
 *
 * Contracts by the superchain registry as it was (ethereum-optimism/superchain-registry, superchain/configs/goerli/op.yaml and
 * superchain/extra/addresses/goerli/op.json) and by the deployments in ethereum-optimism/optimism.
 */
export const optimism_goerli: L2Network<'op-stack'> = {
  id: 'optimism_goerli',
  name: 'OP Goerli',
  stack: 'op-stack',
  chainId: 'eip155:420',
  evmChainId: 420,
  category: 'optimistic_rollup',
  parent: 'ethereum_goerli',
  testnetOf: 'optimism',
  status: { state: 'sunset', since: '2024', successor: 'optimism_sepolia' },
  currency: { symbol: 'ETH', decimals: 18 },
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  endpoints: [],
  contracts: {
    l2OutputOracle: [{ address: '0xE6Dfba0953616Bacab0c9A8ecb3a9BBa77FC15c0', chain: 'ethereum_goerli' }],
    optimismPortal: [{ address: '0x5b47E1A08Ea6d985D6649300584e6722Ec4B1383', chain: 'ethereum_goerli' }],
    systemConfig: [{ address: '0xAe851f927Ee40dE99aaBb7461C00f9622ab91d60', chain: 'ethereum_goerli' }],
    l1StandardBridge: [{ address: '0x636Af16bf2f682dD3109e60102b8E1A089FedAa8', chain: 'ethereum_goerli' }],
    batchInbox: [{ address: '0xff00000000000000000000000000000000000420', chain: 'ethereum_goerli' }],
  },
  asOf: '2026-11-20',
}
