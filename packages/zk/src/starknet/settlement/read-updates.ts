import type { ContractAt } from '@defimon/core'
import { createEventScan, type EventScan } from '../../settlement/event-scan.ts'
import { logStateUpdate, logStateUpdateWithoutHash } from './core-contract.ts'
import { toFeltHex } from './program-output.ts'

/** A state update of the core contract: the state after a block, and all before it that were not yet. */
export interface StateUpdateEvent {
  readonly number: number
  /** As the JSON-RPC writes it. Absent until 2023. */
  readonly blockHash?: string
}

/** Scans for state updates, in both forms of their event. */
export function scanStateUpdates(contracts: readonly ContractAt[]): EventScan<StateUpdateEvent> {
  return createEventScan<StateUpdateEvent>({
    contracts,
    topics: [[logStateUpdate.topic0, logStateUpdateWithoutHash.topic0]],
    read(log) {
      const hasHash = log.topics[0] === logStateUpdate.topic0
      const [, number, hash] = (hasHash ? logStateUpdate : logStateUpdateWithoutHash).decode(log)
      // The contract began with -1.
      if (typeof number !== 'bigint' || number < 0n || number > BigInt(Number.MAX_SAFE_INTEGER)) return undefined
      return { number: Number(number), ...(typeof hash === 'bigint' && { blockHash: toFeltHex(hash) }) }
    },
  })
}
