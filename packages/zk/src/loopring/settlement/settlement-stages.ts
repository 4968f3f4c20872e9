import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { stagesOf } from '../../settlement/stages-of.ts'

/** How the stages of Loopring are known, as `createLoopringSettlement` reads them. */
export function loopringStages(network: L2Network<'loopring'>): SettlementStages {
  return stagesOf(network, network.contracts.exchange, {
    posted: '`BlockSubmitted`, data in its calldata',
    proven: 'with it',
    settled: 'with it',
    anchored: "the Merkle root, which is the block's hash",
    sunset: 'all of it: the blocks themselves are read from the parent chain',
  })
}
