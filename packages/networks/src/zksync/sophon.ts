import type { L2Network } from '@defimon/core'

/**
 * Sophon, a ZK Stack chain on Ethereum.
 *
 * Several services dropped it in 2026; it is still in live lists. The validator timelock is the shared one of v29.
 */
export const sophon: L2Network<'zksync'> = {
  id: 'sophon',
  name: 'Sophon',
  stack: 'zksync',
  chainId: 'eip155:50104',
  evmChainId: 50_104,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 200,
  currency: { symbol: 'SOPH', decimals: 18 },
  explorer: 'https://explorer.sophon.xyz',
  dataAvailability: 'avail',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.sophon.xyz' }, { url: 'https://sophon-mainnet-public.unifra.io' }],
  contracts: {
    diamondProxy: [{ address: '0x05eDE6aD1f39B7A16C949d5C33a0658c9C7241e3', chain: 'ethereum' }],
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
    validatorTimelock: [{ address: '0x2e5110cF18678Ec99818bFAa849B8C881744b776', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
