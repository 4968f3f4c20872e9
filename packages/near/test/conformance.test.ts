import { describeSource, simulateNetwork } from '@defimon/core/testing'
import { nearSource } from '@defimon/near'
import { describe, it } from 'vitest'

const leaveOut = {
  'gives status, fee and gas of transactions with receipts only':
    'a transaction of NEAR becomes receipts that run in later blocks; its block holds no outcome',
}

for (const headerVersion of [5, 3, 2] as const) {
  describeSource({
    describe,
    it,
    name: `nearSource passes the conformance kit with headers of version ${headerVersion}`,
    create: (setup) => {
      const simulated = simulateNetwork({ stack: 'near', headerVersion, ...setup })
      return { simulated, source: (options) => nearSource(simulated.network, options) }
    },
    // What endpoints can do wrong does not depend on the version of the header.
    ...(headerVersion !== 5 && { faults: ['block-hash-changed', 'chunk-omitted', 'wrong-block', 'absurd-head'] }),
    leaveOut,
  })
}
