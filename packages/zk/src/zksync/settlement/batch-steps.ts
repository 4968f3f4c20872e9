import type { ScannedLog } from '@defimon/evm'
import type { ExecutorEvent } from './executor-events.ts'

/** An event of the diamond proxy, and where it stands. */
export interface ExecutorEntry {
  readonly event: ExecutorEvent
  readonly log: ScannedLog
}

/** Heights of batches, or of L2 blocks. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A step of a batch. */
export interface BatchStep {
  readonly log: ScannedLog
  /** All batches that its transaction took with it, but those that a revert took back since: they may stand elsewhere by now. */
  readonly batches: Span
  /** The state root that the parent holds, of commits and executions. */
  readonly batchHash?: string
}

/** What stands of a batch on the parent. */
export interface BatchSteps {
  readonly commit?: BatchStep
  readonly proof?: BatchStep
  readonly execution?: BatchStep
}

/**
 * What stands of a batch after all these events, in their order: a revert takes back the commits and proofs above its totals; a batch
 * that is committed again must be proven again.
 */
export function stepsOfBatch(entries: readonly ExecutorEntry[], batch: number): BatchSteps {
  let steps: BatchSteps = {}
  for (const { event, log } of entries) {
    if (event.does === 'revert') {
      if (event.lastCommitted < batch) steps = {}
      else steps = afterRevert(steps, event, batch)
    } else if (event.does === 'prove') {
      if (event.from <= batch && batch <= event.to) {
        steps = { ...steps, proof: { log, batches: { from: event.from, to: event.to } } }
      }
    } else if (event.does !== 'report' && event.batch === batch) {
      const step = { log, batchHash: event.batchHash, batches: togetherWith(entries, event, log) }
      steps = event.does === 'commit' ? { commit: step } : { ...steps, execution: step }
    }
  }
  return steps
}

/** What a revert leaves of the steps of a batch that stays committed. Executions are never taken back. */
function afterRevert(
  { commit, proof, execution }: BatchSteps,
  { lastCommitted, lastProven }: Extract<ExecutorEvent, { readonly does: 'revert' }>,
  batch: number,
): BatchSteps {
  return {
    ...(commit && { commit: upTo(commit, lastCommitted) }),
    ...(proof && lastProven >= batch && { proof: upTo(proof, lastProven) }),
    ...(execution && lastProven >= batch && { execution }),
  }
}

function upTo(step: BatchStep, last: number): BatchStep {
  return step.batches.to <= last ? step : { ...step, batches: { from: step.batches.from, to: last } }
}

/** The batches that one transaction committed, or executed. */
function togetherWith(
  entries: readonly ExecutorEntry[],
  { does, batch }: Extract<ExecutorEvent, { readonly batch: number }>,
  { transactionHash }: ScannedLog,
): Span {
  let [from, to] = [batch, batch]
  for (const { event, log } of entries) {
    if (event.does !== does || log.transactionHash !== transactionHash) continue
    from = Math.min(from, event.batch)
    to = Math.max(to, event.batch)
  }
  return { from, to }
}

/** The L2 blocks of batches of ZKsync OS, as operators report them with commits that stand. */
export function reportedBlocks(entries: readonly ExecutorEntry[]): ReadonlyMap<number, Span> {
  const blocks = new Map<number, Span>()
  for (const { event } of entries) {
    if (event.does === 'report') blocks.set(event.batch, { from: event.from, to: event.to })
    if (event.does !== 'revert') continue
    for (const batch of blocks.keys()) if (batch > event.lastCommitted) blocks.delete(batch)
  }
  return blocks
}
