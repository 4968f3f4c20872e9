import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { stagesOf } from '../../settlement/stages-of.ts'

/** How the stages of Linea are known, as `createLineaSettlement` reads them. */
export function lineaStages(network: L2Network<'linea'>): SettlementStages {
  return stagesOf(network, network.contracts.rollup, {
    posted: 'until V5 data that name their blocks; since V6 not before it is final, by the chain of shnarfs',
    proven: 'with the finalization',
    settled: '`DataFinalized`, `DataFinalizedV3`',
    anchored: 'nothing: the roots there are of another tree',
  })
}
