import { describeSource, simulateNetwork } from '@defimon/core/testing'
import { loopringSource } from '@defimon/zk/loopring'
import { zksyncLiteSource } from '@defimon/zk/zksync/lite'
import { describe, it } from 'vitest'

const NO_HASHES = 'the API answers no question by hash'
const BY_HASH = { 'reads a block by hash': NO_HASHES, 'tells a hash that nobody knows': NO_HASHES }
/** They spoil what JSON-RPC adds to an answer; REST has no ids. */
const OF_JSON_RPC: ReadonlySet<string> = new Set(['ids-missing', 'ids-foreign'])

function faultsOf(stack: 'zksync-lite' | 'loopring', left: ReadonlySet<string> = OF_JSON_RPC): readonly string[] {
  return Object.keys(simulateNetwork({ stack } as { stack: 'loopring' }).catalogue).filter((fault) => !left.has(fault))
}

describeSource({
  describe,
  it,
  name: 'zksyncLiteSource passes the conformance kit',
  create: (setup) => {
    const simulated = simulateNetwork({ stack: 'zksync-lite', ...setup })
    return { simulated, source: (options) => zksyncLiteSource(simulated.network, options) }
  },
  faults: faultsOf('zksync-lite'),
  leaveOut: BY_HASH,
})

describeSource({
  describe,
  it,
  name: 'loopringSource passes the conformance kit',
  create: (setup) => {
    const simulated = simulateNetwork({ stack: 'loopring', ...setup })
    return { simulated, source: (options) => loopringSource(simulated.network, options) }
  },
  faults: faultsOf('loopring', new Set([...OF_JSON_RPC, 'wrong-network'])),
  leaveOut: {
    ...BY_HASH,
    'reads the safe block': 'a block of Loopring is proven or not; there is nothing in between',
    'refuses a network whose endpoints are all of another one': 'no answer of Loopring names the network',
  },
})
