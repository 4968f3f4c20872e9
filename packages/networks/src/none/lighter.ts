import type { L2Network } from '@defimon/core'

/**
 * Lighter, an exchange rollup on Ethereum.
 *
 * An application rollup without a public node. Listed, with its contract, though no source reads it.
 */
export const lighter: L2Network<'none'> = {
  id: 'lighter',
  name: 'Lighter (zkLighter)',
  stack: 'none',
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active', since: '2025-01-17' },
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [],
  contracts: {
    rollup: [{ address: '0x3B4D794a66304F130a4Db8F2551B0070dfCf5ca7', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
