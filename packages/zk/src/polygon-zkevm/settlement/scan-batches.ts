import type { L2Network, NetworkId } from '@defimon/core'
import { contractsOn } from '@defimon/evm/parent'
import { countOf } from '../../settlement/abi-values.ts'
import { createEventScan, type EventScan, type ScannedEvent } from '../../settlement/event-scan.ts'
import {
  consolidatePendingState,
  onSequenceBatches,
  rollbackBatches,
  rollbackBatchesOwn,
  sequenceBatchesEvent,
  sequenceBatchesEventV1,
  verifyBatchesEvent,
  verifyBatchesTrustedAggregatorEvent,
  verifyBatchesTrustedAggregatorEventV1,
} from './polygon-contracts.ts'
import { isOfRollup } from './rollup-id.ts'

/** What the contracts logged: a step for all batches up to one. */
export interface BatchStep {
  /** `pend`: proven by anyone, and final once consolidated. `rollback`: batches above it are gone. */
  readonly type: 'sequence' | 'pend' | 'verify' | 'rollback'
  readonly batch: number
}

/** Where each event has its batch, what it means, and whether it is of the manager, which serves many. */
const EVENTS = [
  { event: sequenceBatchesEvent, place: 0, type: 'sequence', isShared: false },
  { event: sequenceBatchesEventV1, place: 0, type: 'sequence', isShared: false },
  { event: onSequenceBatches, place: 1, type: 'sequence', isShared: true },
  { event: verifyBatchesEvent, place: 1, type: 'pend', isShared: true },
  { event: consolidatePendingState, place: 1, type: 'verify', isShared: true },
  { event: verifyBatchesTrustedAggregatorEvent, place: 1, type: 'verify', isShared: true },
  { event: verifyBatchesTrustedAggregatorEventV1, place: 0, type: 'verify', isShared: false },
  { event: rollbackBatches, place: 1, type: 'rollback', isShared: true },
  { event: rollbackBatchesOwn, place: 0, type: 'rollback', isShared: false },
] as const

/** Scans the rollup's own contract and the manager. Before Etrog one contract was both. */
export function scanBatchSteps(network: L2Network<'polygon-zkevm'>, parent: NetworkId): EventScan<BatchStep> {
  const { rollup, rollupManager } = network.contracts
  return createEventScan<BatchStep>({
    contracts: [...contractsOn(rollup, parent), ...contractsOn(rollupManager, parent)],
    topics: [EVENTS.map(({ event }) => event.topic0)],
    read(log) {
      const found = EVENTS.find(({ event }) => event.topic0 === log.topics[0])
      if (!found || (found.isShared && !isOfRollup(network, log))) return undefined
      return { type: found.type, batch: countOf(found.event.decode(log)[found.place], 'batch') }
    },
  })
}

/** The steps that stand: what was rolled back, and what two contracts say twice, is not among them. */
export function standingSteps(events: readonly ScannedEvent<BatchStep>[]): readonly ScannedEvent<BatchStep>[] {
  const said = new Set<string>()
  let standing: ScannedEvent<BatchStep>[] = []
  for (const each of events) {
    const { type, batch } = each.event
    const step = `${each.transactionHash} ${type} ${batch}`
    if (type === 'rollback') {
      standing = standing.filter(({ event }) => event.type !== 'sequence' || event.batch <= batch)
    } else if (!said.has(step)) {
      standing.push(each)
      said.add(step)
    }
  }
  return standing
}
