import type { BlockSource, L2Network, SourceOptions, Stack } from '@defimon/core'
import { describeSource, type LeftOut, type SimulatedStack, simulateNetwork } from '@defimon/core/testing'
import {
  avalancheSource,
  bscSource,
  cronosSource,
  gnosisSource,
  harmonySource,
  kaiaSource,
  lachesisSource,
  polygonEdgeSource,
  polygonSource,
  rootstockSource,
} from '@defimon/sidechain'
import { describe, it } from 'vitest'

const ONLY_LATEST: LeftOut = {
  'reads the safe block': 'its nodes know no tag but latest',
  'reads the finalized block': 'its nodes know no tag but latest',
  'gives a range up to a tag': 'its nodes know no tag but latest',
}

/** Runs the kit on one stack, in one of its eras. */
function conforms<S extends Stack & SimulatedStack>(
  stack: S,
  source: (network: L2Network<S>, options?: SourceOptions) => BlockSource<S>,
  options: object = {},
  leaveOut: LeftOut = {},
): void {
  describeSource({
    describe,
    it,
    name: `${source.name} passes the conformance kit ${JSON.stringify(options)}`,
    leaveOut,
    create: (setup) => {
      const simulated = simulateNetwork({ stack, ...options, ...setup } as never)
      return {
        simulated,
        source: (sourceOptions) => source(simulated.network as L2Network<S>, sourceOptions) as unknown as BlockSource,
      }
    },
  })
}

conforms('polygon-pos', polygonSource)
conforms('bsc', bscSource)
conforms('avalanche', avalancheSource)
conforms('lachesis', lachesisSource)
conforms('lachesis', lachesisSource, { chain: 'opera' })
conforms('cronos', cronosSource)
conforms('gnosis', gnosisSource)
conforms('gnosis', gnosisSource, { era: 'aura' })
conforms('harmony', harmonySource, {}, ONLY_LATEST)
conforms(
  'kaia',
  kaiaSource,
  {},
  {
    'rejects at batch-ids-swapped: a batch in which each answer has the id of another call':
      'receipts go by hash, so the calls of a block follow one another and there is no batch to confuse',
  },
)
conforms('polygon-edge', polygonEdgeSource, {}, ONLY_LATEST)
conforms('rootstock', rootstockSource, {}, ONLY_LATEST)
