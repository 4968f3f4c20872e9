import type { L2Network } from '@defimon/core'

/** Abstract, a ZK Stack chain on Ethereum. The validator timelock is the shared one of v29. */
export const abstract: L2Network<'zksync'> = {
  id: 'abstract',
  name: 'Abstract',
  stack: 'zksync',
  chainId: 'eip155:2741',
  evmChainId: 2741,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 200,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://abscan.org',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://api.mainnet.abs.xyz' }, { url: 'https://abstract-mainnet.gateway.tatum.io' }],
  contracts: {
    diamondProxy: [{ address: '0x2EDc71E9991A962c7FE172212d1aA9E50480fBb9', chain: 'ethereum' }],
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
    validatorTimelock: [{ address: '0x2e5110cF18678Ec99818bFAa849B8C881744b776', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
