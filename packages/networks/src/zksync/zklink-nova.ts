import type { L2Network } from '@defimon/core'

/** zkLink Nova, a ZK Stack chain on Ethereum. Aggregates several L2s. That it is a ZK Stack chain is believed. */
export const zklink_nova: L2Network<'zksync'> = {
  id: 'zklink_nova',
  name: 'zkLink Nova',
  stack: 'zksync',
  chainId: 'eip155:810180',
  evmChainId: 810_180,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'unclear' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.zklink.io',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.zklink.io' }],
  contracts: {
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
