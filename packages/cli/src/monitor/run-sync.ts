import type { Runtime, Sink } from '@defimon/core'
import { createSync, type HealthFinding, type NetworkHealth, type Sync, type SyncEvent } from '@defimon/sync'
import { observeSink } from './observe-sink.ts'
import { createProgressTracker, type NetworkProgress } from './progress-tracker.ts'
import type { ProgressView } from './progress-view.ts'
import type { SyncJob } from './sync-job.ts'

/** What a run needs. The sink is open already and is left open. */
export interface RunSyncOptions {
  readonly jobs: readonly SyncJob[]
  readonly sink: Sink
  readonly runtime: Runtime
  readonly view: ProgressView
  /** Ends the run; it then resolves once the last write has landed. */
  readonly signal: AbortSignal
  readonly onEvent?: (event: SyncEvent) => void
  /** Told what all networks' health is now, whenever it was read. */
  readonly onHealth?: (health: readonly NetworkHealth[]) => void
}

/** A line for each finding that came or went. */
function notesOf(before: readonly HealthFinding[], { network, findings }: NetworkHealth): string[] {
  const isIn = (list: readonly HealthFinding[], { name, endpoint }: HealthFinding): boolean =>
    list.some((other) => other.name === name && other.endpoint === endpoint)
  const came = findings.filter((finding) => !isIn(before, finding))
  const went = before.filter((finding) => !isIn(findings, finding))
  return [
    ...came.map(({ name, because }) => `${network}: ${name}: ${because}`),
    ...went.map(({ name, endpoint }) => `${network}: no ${name} any more${endpoint === undefined ? '' : `: ${endpoint}`}`),
  ]
}

function noteOf(event: SyncEvent): string | undefined {
  if (event.type === 'reorg') {
    const blocks = event.depth === 1 ? '1 block' : `${event.depth} blocks`
    return `${event.network}: reorg, ${blocks} above ${event.commonAncestor.number} removed`
  }
  if (event.type === 'stopped') return `${event.network}: stopped (${event.reason}): ${event.error.message}`
  return undefined
}

/** Jobs that can share one sync: those of one leg and one clock. A job of several legs goes alone, leg by leg. */
function lanesOf(jobs: readonly SyncJob[], runtime: Runtime): readonly (readonly SyncJob[])[] {
  const alone: SyncJob[][] = []
  const together = new Map<Runtime, SyncJob[]>()
  for (const job of jobs) {
    const clock = job.runtime ?? runtime
    const lane = together.get(clock)
    if (job.legs.length > 1) alone.push([job])
    else if (lane) lane.push(job)
    else together.set(clock, [job])
  }
  return [...alone, ...together.values()]
}

/** Runs all jobs until they are done or the signal aborts, and shows how it goes. Closes the jobs' sources. */
export async function runSync(options: RunSyncOptions): Promise<readonly NetworkProgress[]> {
  const { jobs, runtime, view, signal } = options
  const tracker = createProgressTracker(jobs, runtime)
  const running = new Set<Sync>()
  const ended = new AbortController()
  const sink: Sink = {
    ...observeSink(options.sink, tracker.onWritten),
    open: async () => {},
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }

  const listen = async (sync: Sync): Promise<void> => {
    const findings = new Map<string, readonly HealthFinding[]>()
    for await (const event of sync.events()) {
      tracker.onEvent(event)
      const note = noteOf(event)
      if (note) view.note(note)
      if (event.type === 'health') {
        for (const each of notesOf(findings.get(event.network) ?? [], event.health)) view.note(each)
        findings.set(event.network, event.health.findings)
      }
      options.onEvent?.(event)
    }
  }
  const runLegs = async (lane: readonly SyncJob[], index: number): Promise<void> => {
    const clock = lane[0]?.runtime ?? runtime
    const sources = lane.flatMap(({ legs, detail }) => {
      const leg = legs[index]
      return leg ? [{ ...leg, ...(detail && { detail }) }] : []
    })
    const sync = createSync({ sources, sink, runtime: clock })
    running.add(sync)
    for (const { source } of sources) tracker.onSource(source)
    const listening = listen(sync)
    try {
      await sync.run({ signal })
    } finally {
      tracker.onHealth(sync.health())
      running.delete(sync)
      await sync.close()
      await listening
    }
  }
  const runLane = async (lane: readonly SyncJob[]): Promise<void> => {
    const rounds = Math.max(...lane.map(({ legs }) => legs.length))
    for (let index = 0; index < rounds && !signal.aborted; index++) await runLegs(lane, index)
  }
  const show = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      const health = [...running].flatMap((sync) => sync.health())
      tracker.onHealth(health)
      options.onHealth?.(health)
      view.show(tracker.read())
      await runtime.sleep(view.intervalMs, ended.signal).catch(() => {})
    }
  }

  const showing = show()
  try {
    await Promise.all(lanesOf(jobs, runtime).map(runLane))
  } finally {
    ended.abort()
    await showing
    view.end(tracker.read())
    tracker.close()
    await Promise.all(jobs.flatMap(({ legs }) => legs.map(({ source }) => source.close())))
  }
  return tracker.read()
}
