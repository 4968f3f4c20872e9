import { arbitrumSource } from '@defimon/arbitrum'
import { describeSource, simulateNetwork } from '@defimon/core/testing'
import { describe, it } from 'vitest'

describeSource({
  describe,
  it,
  name: 'arbitrumSource passes the conformance kit',
  create: (setup) => {
    const simulated = simulateNetwork({ stack: 'arbitrum', ...setup })
    return { simulated, source: (options) => arbitrumSource(simulated.network, options) }
  },
})

describeSource({
  describe,
  it,
  name: 'arbitrumSource passes the conformance kit on blocks from before Nitro',
  create: (setup) => {
    const simulated = simulateNetwork({ stack: 'arbitrum', era: 'classic', ...setup })
    return { simulated, source: (options) => arbitrumSource(simulated.network, options) }
  },
  // The kit's other faults do not depend on the era.
  faults: [
    'block-hash-changed',
    'transaction-omitted',
    'transaction-hash-changed',
    'receipt-omitted',
    'log-omitted',
    'wrong-block',
  ],
})

describeSource({
  describe,
  it,
  name: 'arbitrumSource passes the conformance kit on an L3 of AnyTrust that collects tips',
  create: (setup) => {
    const simulated = simulateNetwork({
      stack: 'arbitrum',
      data: 'anytrust',
      parent: 'arbitrum_one',
      collectsTips: true,
      ...setup,
    })
    return { simulated, source: (options) => arbitrumSource(simulated.network, options) }
  },
})
