import type { L2Network } from '@defimon/core'

/** ADI Chain, a ZK Stack chain on Ethereum. That it runs ZKsync Airbender is believed. */
export const adi: L2Network<'zksync'> = {
  id: 'adi',
  name: 'ADI Chain',
  stack: 'zksync',
  chainId: 'eip155:36900',
  evmChainId: 36_900,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'ADI', decimals: 18 },
  explorer: 'https://explorer.adifoundation.ai',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.adifoundation.ai' }],
  contracts: {
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
