import type { L2Network } from '@defimon/core'

const timelock = { address: '0x2e5110cF18678Ec99818bFAa849B8C881744b776', chain: 'ethereum' } as const

/** As the registry has them; this package does not depend on it. */
export const zksync_era: L2Network<'zksync'> = {
  id: 'zksync_era',
  name: 'ZKsync Era',
  stack: 'zksync',
  evmChainId: 324,
  category: 'zk_rollup',
  parent: 'ethereum',
  dataAvailability: 'ethereum-blobs',
  endpoints: [],
  contracts: {
    diamondProxy: [{ address: '0x32400084C286CF3E17e7B677ea9583e60a000324', chain: 'ethereum' }],
    validatorTimelock: [
      timelock,
      { address: '0xa0425d71cB1D6fb80E65a5361a04096E0672De03', chain: 'ethereum' },
      { address: '0x3dB52cE065f728011Ac6732222270b3F2360d919', chain: 'ethereum' },
    ],
  },
}

/** A rollup behind the same timelock. */
export const abstract: L2Network<'zksync'> = {
  id: 'abstract',
  name: 'Abstract',
  stack: 'zksync',
  evmChainId: 2741,
  category: 'zk_rollup',
  parent: 'ethereum',
  dataAvailability: 'ethereum-blobs',
  endpoints: [],
  contracts: {
    diamondProxy: [{ address: '0x2EDc71E9991A962c7FE172212d1aA9E50480fBb9', chain: 'ethereum' }],
    validatorTimelock: [timelock],
  },
}

/** A validium behind the same timelock. */
export const sophon: L2Network<'zksync'> = {
  id: 'sophon',
  name: 'Sophon',
  stack: 'zksync',
  evmChainId: 50_104,
  category: 'validium',
  parent: 'ethereum',
  dataAvailability: 'avail',
  endpoints: [],
  contracts: {
    diamondProxy: [{ address: '0x05eDE6aD1f39B7A16C949d5C33a0658c9C7241e3', chain: 'ethereum' }],
    validatorTimelock: [timelock],
  },
}
