import type { L2Network } from '@defimon/core'

/**
 * Fuel Ignition, a rollup of the Fuel VM.
 *
 * A GraphQL API; listed though no source reads it. Its chain id 9889 is believed and belongs to no CAIP-2 namespace.
 */
export const fuel: L2Network<'none'> = {
  id: 'fuel',
  name: 'Fuel Ignition',
  stack: 'none',
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'unclear' },
  currency: { symbol: 'ETH', decimals: 9 },
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'none live (state commitments, no fault proof used)',
  seed: { phase: 3 },
  endpoints: [],
  contracts: {
    rollup: [{ address: '0xf3D20Db1D16A4D0ad2f280A5e594FF3c7790f130', chain: 'ethereum' }],
    messageService: [{ address: '0xAEB0c00D0125A8a788956ade4f4F12Ead9f65DDf', chain: 'ethereum' }],
  },
  operators: [{ role: 'sequencer', address: '0xEA0337EFC12e98AB118948dA570C07691E8E4b37', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
