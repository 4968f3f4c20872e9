import { describeSource, simulateNetwork } from '@defimon/core/testing'
import { optimismSource } from '@defimon/optimism'
import { describe, it } from 'vitest'

describeSource({
  describe,
  it,
  name: 'optimismSource passes the conformance kit',
  create: (setup) => {
    const simulated = simulateNetwork({ stack: 'op-stack', ...setup })
    return { simulated, source: (options) => optimismSource(simulated.network, options) }
  },
})
