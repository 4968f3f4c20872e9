import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { notTold, stagesOf } from '../../settlement/stages-of.ts'
import { rollupIdOf } from './rollup-id.ts'

/** How the stages of Polygon zkEVM and CDK chains are known, as `createPolygonZkevmSettlement` reads them. */
export function polygonZkevmStages(network: L2Network<'polygon-zkevm'>): SettlementStages {
  const { rollup = [], rollupManager = [] } = network.contracts
  if (rollup.length === 0 && rollupManager.length > 0 && rollupIdOf(network) === undefined) {
    return notTold('its number at the rollup manager is not known', network.status?.state === 'sunset')
  }
  return stagesOf(network, [...rollup, ...rollupManager], {
    posted: "`SequenceBatches`, `OnSequenceBatches`; a batch's blocks by the node's word",
    proven: '`VerifyBatches`; else with the settlement',
    settled: '`VerifyBatchesTrustedAggregator`, `ConsolidatePendingState`',
    anchored: 'nothing: no block hash stands there; the state root is compared',
    sunset: 'batches: where each was sequenced and verified; which blocks they hold, an endpoint of its own must say',
  })
}
