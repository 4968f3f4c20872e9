import type { L2Network } from '@defimon/core'
import { describeSource, simulateNetwork } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { describe, it } from 'vitest'

describeSource({
  describe,
  it,
  name: 'evmSource passes the conformance kit',
  create: (setup) => {
    const simulated = simulateNetwork({ stack: 'evm', ...setup })
    return { simulated, source: (options) => evmSource(simulated.network as L2Network<'evm'>, options) }
  },
})
