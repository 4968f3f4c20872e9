import type { ContractAt } from '@defimon/core'
import type { EventLog } from '@defimon/evm/parent'
import { countOf } from '../../settlement/abi-values.ts'
import { createEventScan, type EventScan, type ScannedEvent } from '../../settlement/event-scan.ts'
import { challengeRes, commitBatchEvent, finalizeBatchEvent, revertBatchEvent } from './rollup-contract.ts'

/** What the contract logged of a batch. */
export interface MorphEvent {
  readonly type: 'commit' | 'revert' | 'finalize' | 'prove'
  readonly batch: number
}

/** An event, where it stands. */
export type MorphStep = ScannedEvent<MorphEvent>

/** What stands of a batch. */
export interface MorphBatch {
  readonly commit: MorphStep
  readonly proof?: MorphStep
  readonly finalization?: MorphStep
}

const TYPES = [
  { event: commitBatchEvent, type: 'commit' },
  { event: revertBatchEvent, type: 'revert' },
  { event: finalizeBatchEvent, type: 'finalize' },
  { event: challengeRes, type: 'prove' },
] as const

/** keccak256 of `Proof success`: a string that is indexed is logged by its hash. */
const PROOF_SUCCESS = '0x4d0ad79a69b938dce3baece7515260d053a5c8eaff5e8c1e34e6af00c315f906'

/** Scans for commits, reverts, finalizations, and challenges that a proof ended. */
export function scanMorphEvents(contracts: readonly ContractAt[]): EventScan<MorphEvent> {
  return createEventScan<MorphEvent>({
    contracts,
    topics: [TYPES.map(({ event }) => event.topic0)],
    read: readMorphEvent,
  })
}

/** What a log says of a batch; undefined of another event. Fails with `MALFORMED`. */
export function readMorphEvent({ topics }: Pick<EventLog, 'topics'>): MorphEvent | undefined {
  const found = TYPES.find(({ event }) => event.topic0 === topics[0])
  // A challenge that the challenger won ends with a revert.
  if (!found || (found.type === 'prove' && topics[3] !== PROOF_SUCCESS)) return undefined
  return { type: found.type, batch: countOf(BigInt(topics[1] ?? '0x0'), 'batchIndex') }
}

/** The batches that stand after all these events, by their index. One that is committed again must be proven again. */
export function standingMorphBatches(events: readonly MorphStep[]): readonly MorphBatch[] {
  const batches = new Map<number, MorphBatch>()
  for (const step of events) {
    const { type, batch } = step.event
    const known = batches.get(batch)
    if (type === 'commit') batches.set(batch, { commit: step })
    else if (type === 'revert') batches.delete(batch)
    else if (known) batches.set(batch, { ...known, [type === 'prove' ? 'proof' : 'finalization']: step })
  }
  return [...batches.values()].toSorted((a, b) => a.commit.event.batch - b.commit.event.batch)
}
