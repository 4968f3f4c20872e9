import type { SettlementStages } from '@defimon/core/adapter'
import { stagesOf } from '../../settlement/stages-of.ts'
import type { MorphNetwork } from '../morph-source.ts'

/** How the stages of Morph are known, as `createMorphSettlement` reads them. */
export function morphStages(network: MorphNetwork): SettlementStages {
  return stagesOf(network, network.contracts.rollup, {
    posted: '`CommitBatch`; its blocks by calldata',
    claimed: 'with the commit, which names the state root',
    proven: 'a proof in a challenge (`ChallengeRes`), or with the commit',
    settled: '`FinalizeBatch`',
    anchored: 'nothing: no block hash stands there',
  })
}
