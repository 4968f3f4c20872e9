import { type BlockSource, type BlockTag, DefimonError, type Detail, type Runtime, type Sink } from '@defimon/core'
import { createBackOff } from './back-off.ts'
import { backfill } from './backfill.ts'
import { type HeightRange, missingHeights } from './done-ranges.ts'
import { createFailureJudge } from './failure-judge.ts'
import { createFinalityReader } from './finality.ts'
import { follow, type WatchBlocks } from './follow.ts'
import { type HealthFinding, isSameFindings, type ParentProgress } from './health/health-finding.ts'
import { createHealthWatch } from './health/health-watch.ts'
import { createHealthRecord } from './network-health.ts'
import { createSettlementWalk, type SettlementWalk } from './settlement/settlement-walk.ts'
import { findStartingPoint } from './starting-point.ts'
import { createStoredChain, type StoredChain } from './stored-chain.ts'
import type { NetworkHealth, SyncEvent } from './sync.ts'
import { createWakeUp } from './wake-up.ts'

const FINALITY_INTERVAL_MS = 30_000
const LONGEST_FINALITY_INTERVAL_MS = 600_000
const READ_ATTEMPTS = 5
const READ_PAUSE_MS = 200

/** One network: what to sync, and where its events go. */
export interface NetworkLoopOptions {
  readonly source: BlockSource
  readonly from: number | BlockTag | undefined
  readonly to: number | undefined
  readonly detail: Detail
  readonly maxReorgDepth: number
  readonly settlement: boolean
  readonly sink: Sink
  readonly runtime: Runtime
  readonly watch: WatchBlocks
  emit(event: SyncEvent): void
  /** Told whenever the state or a finding changed. */
  onHealth?(health: NetworkHealth): void
  /** The parent chain, where it is followed too. */
  parent?(): ParentProgress | undefined
}

/** The loop of one network. Nothing that goes wrong in it reaches another. */
export interface NetworkLoop {
  /** Resolves when the network ends, stops or is aborted, after its last write. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  health(): NetworkHealth
  /** What a chain that settles here sees of it. */
  progress(): ParentProgress
}

/** A loop that has not begun. */
export function createNetworkLoop(options: NetworkLoopOptions): NetworkLoop {
  const { source, to, detail, sink, runtime, watch, emit } = options
  const network = source.network.id
  const record = createHealthRecord(source.network, runtime)
  const filling = createWakeUp()
  const finality = createFinalityReader(source, options.maxReorgDepth)
  const judge = createFailureJudge({ source, runtime, finalized: () => chain?.finalized })
  let chain: StoredChain | undefined
  let walk: SettlementWalk | undefined
  let start = 0
  let followed = false
  let last: { readonly state: NetworkHealth['state']; readonly findings: readonly HealthFinding[] } | undefined
  let isFollowing = false
  const healthWatch = createHealthWatch({
    ...{ source, runtime, detail },
    tip: () => chain?.tip,
    recent: (number) => chain?.recent(number),
    parent: () => options.parent?.(),
  })

  const health = (): NetworkHealth => {
    const wanted = wantedHeights()
    record.missing(chain && wanted ? missingHeights(chain.checkpoint.done, wanted) : 0)
    // Of a network that has ended, or was shut down, nothing is expected.
    const isJudged = isFollowing && !followed && source.network.status?.state !== 'sunset'
    return {
      ...record.read(chain?.checkpoint.head, healthWatch.quietAfterMs),
      findings: isJudged ? healthWatch.findings() : [],
    }
  }

  const tellHealth = (): void => {
    const now = health()
    const { state, findings, head } = now
    if (last && state === last.state && isSameFindings(findings, last.findings)) return
    last = { state, findings }
    options.onHealth?.(now)
    emit({ type: 'health', network, at: head ?? { number: -1, hash: '' }, health: now })
  }

  /** What the backfill should have stored by now. All of it is final, and below the follower. */
  const wantedHeights = (): HeightRange | undefined => {
    const tip = chain?.tip
    const finalized = chain?.finalized
    if (!tip || !finalized) return undefined
    const highest = Math.min(tip.number, finalized.number, to ?? Number.POSITIVE_INFINITY)
    return highest < start ? undefined : { from: start, to: highest }
  }

  /** Rethrows what ends the network; anything else is for a later attempt. Resolves to whether that one goes elsewhere. */
  const judgeFailure = async (error: unknown, signal: AbortSignal): Promise<boolean> => {
    const isMended = await judge.judge(error, signal)
    record.failed(error instanceof Error ? error.message : String(error))
    tellHealth()
    return isMended
  }

  const runFollow = async (stored: StoredChain, signal: AbortSignal): Promise<void> => {
    const backOff = createBackOff(runtime)
    for (;;) {
      try {
        const { from } = options
        start = await findStartingPoint({ source, chain: stored, from, finality, signal })
        record.reached()
        filling.ring()
        tellHealth()
        const outcome = await follow({
          ...{ source, chain: stored, runtime, detail, start, to, signal },
          watch: (_, how) => watch(healthWatch.source, how),
          onStored(blocks) {
            judge.settled()
            backOff.reset()
            record.stored(blocks.at(-1)!)
            healthWatch.stored(blocks)
            for (const { number, hash } of blocks) emit({ type: 'block', network, at: { number, hash } })
            walk?.ring()
            tellHealth()
          },
          onReorg(commonAncestor, depth) {
            emit({ type: 'reorg', network, commonAncestor, depth })
          },
          onRetry(error) {
            record.failed(error.message)
            tellHealth()
          },
        })
        if (outcome === 'reached') break
      } catch (error) {
        signal.throwIfAborted()
        if (await judgeFailure(error, signal)) backOff.reset()
        await backOff.wait(error, signal)
      }
    }
    followed = true
    filling.ring()
  }

  const runBackfill = async (stored: StoredChain, signal: AbortSignal): Promise<void> => {
    for (;;) {
      await filling.wait(signal)
      await backfill({
        ...{ source, chain: stored, runtime, detail, signal, wanted: wantedHeights },
        onStored(last) {
          judge.worked()
          if (last) emit({ type: 'progress', network, at: { number: last.number, hash: last.hash } })
          walk?.ring()
          tellHealth()
        },
        onFailure: (error) => judgeFailure(error, signal),
      })
      tellHealth()
      if (followed) return
    }
  }

  /** Moves finality on, and notices when nothing moves. */
  const runFinality = async (stored: StoredChain, signal: AbortSignal): Promise<void> => {
    let interval = FINALITY_INTERVAL_MS
    let askedAt = stored.tip?.number
    for (;;) {
      await runtime.sleep(interval, signal)
      tellHealth()
      const { tip } = stored
      if (!tip) continue
      const isQuiet = tip.number === askedAt
      interval = isQuiet ? Math.min(interval * 2, LONGEST_FINALITY_INTERVAL_MS) : FINALITY_INTERVAL_MS
      if (isQuiet && stored.finalized && stored.finalized.number >= tip.number) continue
      askedAt = tip.number
      try {
        stored.finalize(await finality.read(tip, signal))
        record.reached()
        filling.ring()
      } catch (error) {
        signal.throwIfAborted()
        // An endpoint that does not answer is the follower's to report; a contradiction is not.
        if (DefimonError.isInstance(error) && error.code === 'CONTRADICTION') await judgeFailure(error, signal)
      }
    }
  }

  /** Walks behind the others, and outlasts them: a network that ends has asked for the settlement of all it stored. */
  const startSettlement = (stored: StoredChain, signal: AbortSignal): Promise<unknown> => {
    if (!options.settlement) return Promise.resolve()
    walk = createSettlementWalk({
      ...{ source, sink, chain: stored, runtime, signal },
      onAnswer: (answer) => healthWatch.settled(answer),
      onStored({ settlements, reverted }) {
        judge.worked()
        for (const { block, holdsFor } of reverted) healthWatch.reverted(holdsFor?.from ?? block.number)
        for (const { block } of settlements) emit({ type: 'settlement', network, at: block })
        for (const { block } of reverted) emit({ type: 'reverted', network, at: block })
      },
    })
    return walk.run()
  }

  return {
    health,
    progress: () => ({
      network,
      head: chain?.tip,
      isQuiet: isFollowing && chain?.tip !== undefined && healthWatch.quietMs > healthWatch.quietAfterMs,
    }),
    async run(signal) {
      const stopping = new AbortController()
      const either = AbortSignal.any([signal, stopping.signal])
      const tasks: Promise<unknown>[] = []
      tellHealth()
      try {
        const checkpoint = await readCheckpoint(options, either)
        const stored = createStoredChain({ network, sink, runtime, checkpoint, signal: either })
        chain = stored
        isFollowing = true
        const settlement = startSettlement(stored, either)
        const work = Promise.all([runFollow(stored, either), runBackfill(stored, either)]).then(() => walk?.caughtUp())
        tasks.push(
          work,
          runFinality(stored, either),
          healthWatch.run(either, tellHealth),
          settlement.then(() => work),
        )
        await Promise.race(tasks)
        record.ended()
      } catch (error) {
        if (!signal.aborted) stop(error)
      } finally {
        isFollowing = false
        stopping.abort()
        await Promise.allSettled(tasks)
        await chain?.settled()
        if (!signal.aborted) tellHealth()
      }
    },
  }

  function stop(cause: unknown): void {
    const error = DefimonError.isInstance(cause)
      ? cause
      : new DefimonError('SINK', cause instanceof Error ? cause.message : String(cause), { network, cause, retryable: false })
    record.stopped(error.message)
    const reason =
      error.code === 'REORG_TOO_DEEP' ? 'reorg-below-finality' : error.code === 'CONTRADICTION' ? 'contradiction' : 'sink'
    emit({ type: 'stopped', network, reason, error })
  }
}

async function readCheckpoint({ source, sink, runtime }: NetworkLoopOptions, signal: AbortSignal) {
  const network = source.network.id
  for (let attempt = 1; ; attempt++) {
    try {
      return await sink.readCheckpoint(network)
    } catch (cause) {
      signal.throwIfAborted()
      if (attempt === READ_ATTEMPTS) {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new DefimonError('SINK', `the sink gave no checkpoint: ${why}`, { network, cause, retryable: false })
      }
      await runtime.sleep(READ_PAUSE_MS * 2 ** (attempt - 1), signal)
    }
  }
}
