import type { L2Network } from '@defimon/core'

/** rhino.fi, formerly DeversiFi, a StarkEx validium. The last `updateState` was on 2025-03-05. No public endpoint. */
export const rhinofi: L2Network<'starkex'> = {
  id: 'rhinofi',
  name: 'rhino.fi (DeversiFi)',
  stack: 'starkex',
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025-03-05' },
  dataAvailability: 'dac',
  proofSystem: 'validity (STARK, StarkEx)',
  seed: { phase: 3 },
  endpoints: [],
  contracts: {
    exchange: [{ address: '0x5d22045DAcEAB03B158031eCB7D9d06Fad24609b', chain: 'ethereum' }],
    committee: [{ address: '0x28780349A33eEE56bb92241bAAB8095449e24306', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
