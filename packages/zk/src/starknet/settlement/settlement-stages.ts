import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { stagesOf } from '../../settlement/stages-of.ts'

/** How the stages of StarkNet and its appchains are known, as `createStarknetSettlement` reads them. */
export function starknetStages(network: L2Network<'starknet'>): SettlementStages {
  return stagesOf(network, network.contracts.core, {
    posted: 'with the state update',
    proven: 'not told: a shared prover, whose transactions name no chain',
    settled: '`LogStateUpdate`',
    anchored: 'block hash of the state update, since 2023',
  })
}
