import type { ContractAt, Hash, L2Network, NetworkId } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import { contractsOn } from '@defimon/evm/parent'
import { countOf, hexOf } from '../../settlement/abi-values.ts'
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
  /** Of what was verified since Etrog: the state root after the batch, which is that in the header of its last block. */
  readonly stateRoot?: Hash
}

/** Where each event has its batch and a state root, what it means, and whether it is of the manager, which serves many. */
const EVENTS = [
  { event: sequenceBatchesEvent, place: 0, type: 'sequence', isShared: false },
  { event: sequenceBatchesEventV1, place: 0, type: 'sequence', isShared: false },
  { event: onSequenceBatches, place: 1, type: 'sequence', isShared: true },
  { event: verifyBatchesEvent, place: 1, type: 'pend', isShared: true },
  { event: consolidatePendingState, place: 1, type: 'verify', isShared: true, root: 2 },
  { event: verifyBatchesTrustedAggregatorEvent, place: 1, type: 'verify', isShared: true, root: 2 },
  { event: verifyBatchesTrustedAggregatorEventV1, place: 0, type: 'verify', isShared: false },
  { event: rollbackBatches, place: 1, type: 'rollback', isShared: true },
  { event: rollbackBatchesOwn, place: 0, type: 'rollback', isShared: false },
] as const

/** Topics of all events that are read, or of those that make batches final. */
export function batchTopics(only?: 'verify'): readonly string[] {
  return EVENTS.filter(({ type }) => only === undefined || type === only).map(({ event }) => event.topic0)
}

/** The rollup's own contract and the manager on a chain. Before Etrog one contract was both. */
export function batchContracts({ contracts }: L2Network<'polygon-zkevm'>, parent: NetworkId): readonly ContractAt[] {
  return [...contractsOn(contracts.rollup, parent), ...contractsOn(contracts.rollupManager, parent)]
}

/** What a log says; undefined where it is of another rollup or another event. Fails with `MALFORMED`. */
export function readBatchStep(network: L2Network<'polygon-zkevm'>, log: ScannedLog): BatchStep | undefined {
  const found = EVENTS.find(({ event }) => event.topic0 === log.topics[0])
  if (!found || (found.isShared && !isOfRollup(network, log))) return undefined
  const values = found.event.decode(log)
  return {
    type: found.type,
    batch: countOf(values[found.place], 'batch'),
    ...('root' in found && { stateRoot: hexOf(values[found.root], 'stateRoot') }),
  }
}

/** Scans the rollup's own contract and the manager. */
export function scanBatchSteps(network: L2Network<'polygon-zkevm'>, parent: NetworkId): EventScan<BatchStep> {
  return createEventScan<BatchStep>({
    contracts: batchContracts(network, parent),
    topics: [batchTopics()],
    read: (log) => readBatchStep(network, log),
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
