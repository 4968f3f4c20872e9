import type { L2Network, SourceOptions } from '@defimon/core'
import { countOf } from '../../settlement/abi-values.ts'
import { createHeldSettlement } from '../../settlement/held-settlement.ts'
import type { SettlementReader } from '../../settlement/settlement-reader.ts'
import { heldStateUpdates } from '../held-state-updates.ts'
import { logRootUpdate, logRootUpdateBefore4, logUpdateState } from './exchange-contract.ts'

/**
 * Settlement of a StarkEx exchange: a state update, whose proof was accepted before and whose data a committee keeps, settles with the transaction that
 * logs it. The fact that was proven is its hash, and an anchor.
 */
export function createStarkexSettlement(network: L2Network<'starkex'>, options: SourceOptions): SettlementReader {
  const { parent, runtime } = options
  const updates = [logRootUpdate, logRootUpdateBefore4, logUpdateState]
  return createHeldSettlement(network, options, {
    contracts: network.contracts.exchange,
    load: async () => heldStateUpdates(network, parent as NonNullable<typeof parent>, runtime),
    numberOf(log) {
      const update = updates.find(({ topic0 }) => topic0 === log.topics[0])
      return update && countOf(update.decode(log)[0], 'sequenceNumber')
    },
    dataAvailability: network.dataAvailability ?? 'dac',
    isHeld: true,
  })
}
