import type { L2Network } from '@defimon/core'

/**
 * Base Goerli, a former testnet of Base. Closed with Goerli; Base Sepolia is its successor.
 *
 * Contracts by the superchain registry as it was (ethereum-optimism/superchain-registry, superchain/configs/goerli/base.yaml and
 * superchain/extra/addresses/goerli/base.json) and by the OP SDK.
 */
export const base_goerli: L2Network<'op-stack'> = {
  id: 'base_goerli',
  name: 'Base Goerli',
  stack: 'op-stack',
  chainId: 'eip155:84531',
  evmChainId: 84_531,
  category: 'optimistic_rollup',
  parent: 'ethereum_goerli',
  testnetOf: 'base',
  status: { state: 'sunset', since: '2024' },
  currency: { symbol: 'ETH', decimals: 18 },
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  endpoints: [],
  contracts: {
    l2OutputOracle: [{ address: '0x2A35891ff30313CcFa6CE88dcf3858bb075A2298', chain: 'ethereum_goerli' }],
    optimismPortal: [{ address: '0xe93c8cD0D409341205A592f8c4Ac1A5fe5585cfA', chain: 'ethereum_goerli' }],
    systemConfig: [{ address: '0xb15eea247eCE011C68a614e4a77AD648ff495bc1', chain: 'ethereum_goerli' }],
    l1StandardBridge: [{ address: '0xfA6D8Ee5BE770F84FC001D098C4bD604Fe01284a', chain: 'ethereum_goerli' }],
    batchInbox: [{ address: '0x8453100000000000000000000000000000000000', chain: 'ethereum_goerli' }],
  },
  asOf: '2026-11-20',
}
