import type { Batch, BlockRef, BlockSource, EndpointHealth, NetworkId, Runtime } from '@defimon/core'
import type { HealthFinding, NetworkHealth, SyncEvent } from '@defimon/sync'
import type { SyncJob } from './sync-job.ts'

/** Where the sync of one network stands, as a person wants to see it. */
export interface NetworkProgress {
  readonly job: SyncJob
  readonly state: NetworkHealth['state'] | 'starting' | 'done'
  readonly because: string
  /** What is wrong, by name. */
  readonly findings: readonly HealthFinding[]
  /** The newest stored block. */
  readonly head: BlockRef | undefined
  readonly lagMs: number | undefined
  /** Blocks stored in this run, those of removed branches included. */
  readonly blocks: number
  readonly blocksPerSecond: number
  /** Blocks still to come, where the end is known. */
  readonly remainingBlocks: number | undefined
  readonly checksPassed: number
  readonly checksSkipped: number
  readonly reorgs: number
  /** Stored blocks that reorgs removed. */
  readonly removedBlocks: number
  readonly endpoints: readonly EndpointHealth[]
  /** Requests that failed and were asked again, here or elsewhere. */
  readonly failedRequests: number
}

/** Counts what a sync does. */
export interface ProgressTracker {
  /** Call with each source when it is put to use; its transport is listened to. */
  onSource(source: BlockSource): void
  /** Call with every batch that was written. */
  onWritten(batch: Batch): void
  /** Call with every event of the sync. */
  onEvent(event: SyncEvent): void
  /** Takes over what the sync says of itself. */
  onHealth(health: readonly NetworkHealth[]): void
  /** One entry per job, in their order. */
  read(): readonly NetworkProgress[]
  /** Stops listening to the transports. */
  close(): void
}

const RATE_WINDOW_MS = 10_000

interface Counter {
  readonly job: SyncJob
  readonly startedMs: number
  source: BlockSource | undefined
  health: NetworkHealth | undefined
  stopped: string | undefined
  head: BlockRef | undefined
  blocks: number
  passed: number
  skipped: number
  reorgs: number
  removedBlocks: number
  failedRequests: number
  recent: { readonly atMs: number; readonly blocks: number }[]
}

function rate(counter: Counter, nowMs: number): number {
  counter.recent = counter.recent.filter((sample) => nowMs - sample.atMs <= RATE_WINDOW_MS)
  const windowMs = Math.min(RATE_WINDOW_MS, Math.max(nowMs - counter.startedMs, 1))
  return (counter.recent.reduce((sum, sample) => sum + sample.blocks, 0) * 1_000) / windowMs
}

/** The last block that the job wants; undefined where it follows the head. */
function lastOf(job: SyncJob): number | undefined {
  return job.legs.at(-1)?.to
}

/** Blocks that the job wants above this one; undefined where it follows the head. */
function blocksAbove(job: SyncJob, head: BlockRef | undefined): number | undefined {
  if (lastOf(job) === undefined) return undefined
  const stored = head?.number ?? -1
  const open = job.legs.map(({ from, to }) =>
    typeof from === 'number' && to !== undefined ? Math.max(0, to - Math.max(from - 1, stored)) : 0,
  )
  return open.reduce((sum, blocks) => sum + blocks, 0)
}

/** A tracker for these jobs, one per network. It listens to their transports until it is closed. */
export function createProgressTracker(jobs: readonly SyncJob[], runtime: Runtime): ProgressTracker {
  const counters = new Map<NetworkId, Counter>()
  const stopListening: (() => void)[] = []
  for (const job of jobs) {
    const counter: Counter = {
      job,
      source: undefined,
      startedMs: runtime.monotonicMs(),
      health: undefined,
      stopped: undefined,
      head: undefined,
      blocks: 0,
      passed: 0,
      skipped: 0,
      reorgs: 0,
      removedBlocks: 0,
      failedRequests: 0,
      recent: [],
    }
    counters.set(job.network.id, counter)
  }
  return {
    onSource(source) {
      const counter = counters.get(source.network.id)
      if (!counter) return
      counter.source = source
      stopListening.push(
        source.transport.onEvent((event) => {
          if (event.type === 'retry' || event.type === 'failover' || event.type === 'rejected') counter.failedRequests++
        }),
      )
    },
    onWritten(batch) {
      const counter = counters.get(batch.network)
      if (!counter) return
      if (batch.rollbackTo && counter.head && batch.rollbackTo.number < counter.head.number) counter.head = batch.rollbackTo
      for (const block of batch.blocks) {
        counter.blocks++
        counter.passed += block.verification.passed.length
        counter.skipped += block.verification.skipped.length
        if (counter.head === undefined || block.number >= counter.head.number) {
          counter.head = { number: block.number, hash: block.hash }
        }
      }
      // A backfill writes below the newest block.
      counter.head = batch.checkpoint.head ?? counter.head
      if (batch.blocks.length > 0) counter.recent.push({ atMs: runtime.monotonicMs(), blocks: batch.blocks.length })
    },
    onEvent(event) {
      const counter = counters.get(event.network)
      if (!counter) return
      if (event.type === 'reorg') {
        counter.reorgs++
        counter.removedBlocks += event.depth
      }
      if (event.type === 'stopped') counter.stopped = event.error.message
    },
    onHealth(health) {
      for (const entry of health) {
        const counter = counters.get(entry.network)
        if (counter) counter.health = entry
      }
    },
    read() {
      const nowMs = runtime.monotonicMs()
      return [...counters.values()].map((counter): NetworkProgress => {
        const { job, health } = counter
        const last = lastOf(job)
        const head = counter.head ?? health?.head
        const done = last !== undefined && head !== undefined && head.number >= last
        return {
          job,
          state: done ? 'done' : counter.stopped ? 'stopped' : (health?.state ?? 'starting'),
          because: counter.stopped ?? health?.because ?? '',
          findings: done ? [] : (health?.findings ?? []),
          head,
          // The age of old blocks that are read on purpose says nothing of the network.
          lagMs: last !== undefined ? undefined : health?.lagMs,
          blocks: counter.blocks,
          blocksPerSecond: rate(counter, nowMs),
          remainingBlocks: blocksAbove(job, head),
          checksPassed: counter.passed,
          checksSkipped: counter.skipped,
          reorgs: counter.reorgs,
          removedBlocks: counter.removedBlocks,
          endpoints: counter.source?.transport.health() ?? [],
          failedRequests: counter.failedRequests,
        }
      })
    },
    close() {
      for (const stop of stopListening) stop()
    },
  }
}
