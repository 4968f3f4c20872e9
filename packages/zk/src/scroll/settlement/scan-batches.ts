import type { ContractAt } from '@defimon/core'
import { countOf, hexOf } from '../../settlement/abi-values.ts'
import { createEventScan, type EventScan, type ScannedEvent } from '../../settlement/event-scan.ts'
import { commitBatchEvent, finalizeBatchEvent, revertBatchEvent, revertBatchRangeEvent } from './scroll-chain.ts'

/** What Scroll's contract logged of a batch. */
export type BatchEvent =
  | { readonly type: 'commit'; readonly index: number }
  /** Final with all batches before it. The root is that of the batch's last block. */
  | { readonly type: 'finalize'; readonly index: number; readonly stateRoot: string }
  /** Gone, with all batches after it. */
  | { readonly type: 'revert'; readonly index: number }

/** A commit, where it stands. */
export type Committed = ScannedEvent<Extract<BatchEvent, { type: 'commit' }>>
/** A finalization, where it stands. */
export type Finalized = ScannedEvent<Extract<BatchEvent, { type: 'finalize' }>>

/** Batches as they stand: what was reverted is not among them. In order of their index. */
export interface StandingBatches {
  readonly commits: readonly Committed[]
  readonly finalizations: readonly Finalized[]
}

/** Scans for commits, finalizations and reverts. */
export function scanBatches(contracts: readonly ContractAt[]): EventScan<BatchEvent> {
  const events = [commitBatchEvent, finalizeBatchEvent, revertBatchEvent, revertBatchRangeEvent]
  return createEventScan<BatchEvent>({
    contracts,
    topics: [events.map(({ topic0 }) => topic0)],
    read(log) {
      const event = events.find(({ topic0 }) => topic0 === log.topics[0]) ?? commitBatchEvent
      const [first, , root] = event.decode(log)
      const index = countOf(first, 'batchIndex')
      if (event === commitBatchEvent) return { type: 'commit', index }
      return event === finalizeBatchEvent
        ? { type: 'finalize', index, stateRoot: hexOf(root, 'stateRoot') }
        : { type: 'revert', index }
    },
  })
}

/** What is left of events after the reverts among them. */
export function standingBatches(events: readonly ScannedEvent<BatchEvent>[]): StandingBatches {
  let commits: Committed[] = []
  const finalizations: Finalized[] = []
  for (const each of events) {
    const { event } = each
    if (event.type === 'finalize') finalizations.push(each as Finalized)
    else {
      // A batch that is committed again stands in the place of the one before.
      const last = commits.at(-1)
      if (last && last.event.index >= event.index) commits = commits.filter((commit) => commit.event.index < event.index)
      if (event.type === 'commit') commits.push(each as Committed)
    }
  }
  return { commits, finalizations }
}
