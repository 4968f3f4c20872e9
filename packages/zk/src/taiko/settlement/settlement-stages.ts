import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { stagesOf } from '../../settlement/stages-of.ts'

/** How the stages of Taiko are known, as `createTaikoSettlement` reads them. */
export function taikoStages(network: L2Network<'taiko'>): SettlementStages {
  const { inbox = [], signalService = [] } = network.contracts
  return stagesOf(network, [...inbox, ...signalService], {
    posted: '`BlockProposed`, `BatchProposed` (Pacaya), `Proposed` (Shasta)',
    proven: '`TransitionProved`, `BatchesProved`; since Shasta `Proved`',
    settled: '`BlockVerified`, `BatchesVerified`; since Shasta with the proof',
    anchored: 'block hash of a verification; since Shasta of a checkpoint (`CheckpointSaved`)',
  })
}
