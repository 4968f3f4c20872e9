import type { L2Network } from '@defimon/core'

/** Lens Chain, a ZK Stack chain on Ethereum. The validator timelock is the shared one of v29. */
export const lens: L2Network<'zksync'> = {
  id: 'lens',
  name: 'Lens Chain',
  stack: 'zksync',
  chainId: 'eip155:232',
  evmChainId: 232,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'GHO', decimals: 18 },
  explorer: 'https://explorer.lens.xyz',
  dataAvailability: 'avail',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.lens.xyz' }, { url: 'https://rpc.lens.dev' }],
  contracts: {
    diamondProxy: [{ address: '0xc29d04A93F893700015138E3E334eB828dAC3cef', chain: 'ethereum' }],
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
    validatorTimelock: [{ address: '0x2e5110cF18678Ec99818bFAa849B8C881744b776', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
