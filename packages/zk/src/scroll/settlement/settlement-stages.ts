import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { stagesOf } from '../../settlement/stages-of.ts'

/** How the stages of Scroll are known, as `createScrollSettlement` reads them. */
export function scrollStages(network: L2Network<'scroll'>): SettlementStages {
  return stagesOf(network, network.contracts.rollup, {
    posted: "`CommitBatch`; its blocks by calldata, from codec 7 on with `blobs`, else the node's word",
    proven: 'with `FinalizeBatch`',
    settled: '`FinalizeBatch`',
    anchored: 'nothing: no block hash stands there; the state root is compared',
  })
}
