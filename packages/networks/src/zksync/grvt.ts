import type { L2Network } from '@defimon/core'

/** GRVT, a ZK Stack chain on Ethereum. No public endpoint and no public explorer. */
export const grvt: L2Network<'zksync'> = {
  id: 'grvt',
  name: 'GRVT',
  stack: 'zksync',
  chainId: 'eip155:325',
  evmChainId: 325,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'GRVT', decimals: 18 },
  dataAvailability: 'dac',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [],
  contracts: {
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
    validatorTimelock: [{ address: '0x8c0Bfc04AdA21fd496c55B8C50331f904306F564', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
