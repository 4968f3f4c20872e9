import type { L2Network } from '@defimon/core'

/**
 * Aztec Network, a private rollup on Ethereum.
 *
 * Private execution and its own node API; listed though no source reads it. The registry can replace the rollup: ask the
 * registry. The roles of the two contracts are inferred.
 */
export const aztec: L2Network<'none'> = {
  id: 'aztec',
  name: 'Aztec Network',
  stack: 'none',
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [],
  contracts: {
    registry: [{ address: '0x35b22e09Ee0390539439E24f06Da43D83f90e298', chain: 'ethereum' }],
    rollup: [{ address: '0x91fF8bbD8Ebb07893010D50A48A1609e5EBd8E34', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
