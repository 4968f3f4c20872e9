import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { stagesOf } from '../../../settlement/stages-of.ts'

/** How the stages of zkSync Lite are known, as `createZksyncLiteSettlement` reads them. */
export function zksyncLiteStages(network: L2Network<'zksync-lite'>): SettlementStages {
  return stagesOf(network, network.contracts.rollup, {
    posted: '`BlockCommit`, data in its calldata',
    proven: 'not told: a proof logs nothing',
    settled: '`BlockVerification`',
    anchored: "the root, which is the block's hash, since version 4 of the contract",
    sunset: 'all of it, blocks before version 4 of the contract left out: the blocks are read from the parent chain',
  })
}
