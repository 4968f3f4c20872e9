import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { type ConformanceSetup, describeSource, type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { describe, it } from 'vitest'
import { lineaSource } from '../src/linea/index.ts'
import { polygonZkevmSource } from '../src/polygon-zkevm/index.ts'
import { scrollSource } from '../src/scroll/index.ts'
import { taikoSource } from '../src/taiko/index.ts'
import { zksyncSource } from '../src/zksync/index.ts'

/** Scroll tries all faults that an Ethereum-like node can have; the others those in which they differ, and some for good measure. */
const SOME_FAULTS = [
  'wrong-block',
  'parent-hash-changed',
  'transaction-omitted',
  'receipts-null',
  'hex-in-capitals',
  'absurd-head',
]

type Fixture = { simulated: SimulatedNetwork; source: (options: SourceOptions) => BlockSource }

describeSource({
  describe,
  it,
  name: 'scrollSource passes the conformance kit',
  create: (setup: ConformanceSetup): Fixture => {
    const simulated = simulateNetwork({ stack: 'scroll', ...setup })
    return { simulated, source: (options) => scrollSource(simulated.network, options) }
  },
})

describeSource({
  describe,
  it,
  name: 'zksyncSource passes the conformance kit',
  create: (setup: ConformanceSetup): Fixture => {
    const simulated = simulateNetwork({ stack: 'zksync', ...setup })
    return { simulated, source: (options) => zksyncSource(simulated.network, options) }
  },
  faults: [
    ...SOME_FAULTS,
    'block-hash-changed',
    'timestamp-changed',
    'gas-used-changed',
    'transaction-value-changed',
    'transactions-reordered',
    'transaction-of-other-block',
    'receipt-gas-used-changed',
    'receipt-of-other-block',
    'log-omitted',
    'log-phantom',
  ],
})

describeSource({
  describe,
  it,
  name: 'lineaSource passes the conformance kit',
  create: (setup: ConformanceSetup): Fixture => {
    const simulated = simulateNetwork({ stack: 'linea', ...setup })
    return { simulated, source: (options) => lineaSource(simulated.network, options) }
  },
  faults: SOME_FAULTS,
  leaveOut: { 'reads the safe block': 'Linea has no tag safe; a case of its own says what then happens' },
})

describeSource({
  describe,
  it,
  name: 'taikoSource passes the conformance kit',
  create: (setup: ConformanceSetup): Fixture => {
    const simulated = simulateNetwork({ stack: 'taiko', ...setup })
    return { simulated, source: (options) => taikoSource(simulated.network, options) }
  },
  faults: [...SOME_FAULTS, 'anchor-changed'],
})

describeSource({
  describe,
  it,
  name: 'polygonZkevmSource passes the conformance kit',
  create: (setup: ConformanceSetup): Fixture => {
    const simulated = simulateNetwork({ stack: 'polygon-zkevm', ...setup })
    return { simulated, source: (options) => polygonZkevmSource(simulated.network as L2Network<'polygon-zkevm'>, options) }
  },
  faults: ['wrong-block', 'receipts-null', 'header-field-missing', 'hash-too-short', 'hex-in-capitals', 'absurd-head'],
  leaveOut: { 'reads the safe block': 'safe and finalized are one block here; a case of its own looks at both' },
})
