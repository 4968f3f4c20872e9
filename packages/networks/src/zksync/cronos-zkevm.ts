import type { L2Network } from '@defimon/core'

/** Cronos zkEVM, a ZK Stack chain on Ethereum. The validator timelock is the shared one of v29. */
export const cronos_zkevm: L2Network<'zksync'> = {
  id: 'cronos_zkevm',
  name: 'Cronos zkEVM',
  stack: 'zksync',
  chainId: 'eip155:388',
  evmChainId: 388,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'zkCRO', decimals: 18 },
  explorer: 'https://explorer.zkevm.cronos.org',
  dataAvailability: 'dac',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.zkevm.cronos.org' }],
  contracts: {
    diamondProxy: [{ address: '0x7b2DA4e77BAE0e0d23c53C3BE6650497d0576CFc', chain: 'ethereum' }],
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
    validatorTimelock: [{ address: '0x2e5110cF18678Ec99818bFAa849B8C881744b776', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
