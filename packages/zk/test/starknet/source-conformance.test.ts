import { describeSource, type Fault, simulateNetwork, starknetModel } from '@defimon/core/testing'
import { describe, it } from 'vitest'
import { starknetSource } from '../../src/starknet/index.ts'

// One model for all cases: with one seed, each block is made once.
const headerModel = starknetModel({ commitments: false })
const olderModel = starknetModel({ commitments: false, specVersion: '0.9.0', starknetVersion: '0.13.2' })

/** Needs the whole block: noticed where commitments are recomputed. */
function isInBody({ check }: Fault): boolean {
  return check === 'transactions-root' || check === 'receipts-root'
}

function faultNames(wanted: (fault: Fault) => boolean): string[] {
  return Object.entries(headerModel.faults).flatMap(([name, fault]) => (wanted(fault) ? [name] : []))
}

const { catalogue } = simulateNetwork({ stack: headerModel, blocks: 1 })
const ofTransport = Object.keys(catalogue).filter((name) => !(name in headerModel.faults))

describeSource({
  describe,
  it,
  name: 'starknetSource passes the conformance kit with JSON-RPC 0.10, block hashes recomputed from headers',
  faults: [...ofTransport, ...faultNames((fault) => !isInBody(fault))],
  create: (setup) => {
    const simulated = simulateNetwork({ stack: headerModel, ...setup, seed: 1, safeDepth: setup.finalizedDepth ?? 20 })
    return { simulated, source: (options) => starknetSource(simulated.network as never, options) }
  },
})

describeSource({
  describe,
  it,
  name: 'starknetSource passes the conformance kit with JSON-RPC 0.9, which gives no commitments',
  faults: ['other-chain-id', 'head-unfinished', 'block-unfinished', 'block-not-found', 'wrong-block', 'felts-padded'],
  create: (setup) => {
    const simulated = simulateNetwork({ stack: olderModel, ...setup, seed: 1, safeDepth: setup.finalizedDepth ?? 20 })
    return { simulated, source: (options) => starknetSource(simulated.network as never, options) }
  },
})
