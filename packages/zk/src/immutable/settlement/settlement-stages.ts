import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { stagesOf } from '../../settlement/stages-of.ts'

/** How the stages of a StarkEx exchange are known, as `createStarkexSettlement` reads them. */
export function starkexStages(network: L2Network<'starkex'>): SettlementStages {
  return stagesOf(network, network.contracts.exchange, {
    posted: 'with the state update; a committee keeps the data',
    proven: 'with it',
    settled: '`LogRootUpdate`, `LogUpdateState`',
    anchored: "the proven fact, which is the update's hash",
    sunset: 'all of it: the state updates themselves are read from the parent chain',
  })
}
