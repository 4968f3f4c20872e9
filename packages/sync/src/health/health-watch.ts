import type { BlockRef, BlockSource, Detail, HeadClaim, HeadReader, L2Block, Runtime, Settlement } from '@defimon/core'
import { createChainPace } from './chain-pace.ts'
import { createEndpointCalls } from './endpoint-calls.ts'
import { createEndpointHeads } from './endpoint-heads.ts'
import { JUDGE_EVERY_MS, PROBE_MOST_MS, TROUBLE_PROBE_MOST_MS } from './finding-times.ts'
import { haltFinding } from './halt-finding.ts'
import type { HealthFinding, ParentProgress } from './health-finding.ts'
import { heardSource, ownHeadReader } from './heard-source.ts'
import { createPostingWatch } from './posting-watch.ts'

/** What a watch over the health of a network stands on. */
export interface HealthWatchOptions {
  readonly source: BlockSource
  readonly runtime: Runtime
  readonly detail: Detail
  /** The newest stored block. */
  tip(): BlockRef | undefined
  /** A stored block of late. */
  recent(number: number): BlockRef | undefined
  /** The parent chain, where it is followed too. */
  parent(): ParentProgress | undefined
}

/** Finds out what is wrong with a network and its endpoints, and calls it by name. */
export interface HealthWatch {
  /** The source to watch the head of, so that the heads of each endpoint are heard. */
  readonly source: BlockSource
  /** Followed blocks were stored. */
  stored(blocks: readonly L2Block[]): void
  /** The settlement reader answered. */
  settled(answer: Settlement): void
  /** Settlement was taken back from this height on. */
  reverted(height: number): void
  /** How long the network had no new block. */
  readonly quietMs: number
  /** From when on that is too long for it. */
  readonly quietAfterMs: number
  findings(): readonly HealthFinding[]
  /**
   * Asks for the heads of endpoints that nobody asks, and for blocks of those that are suspected of lies; calls `onJudge` every 15 s. Runs
   * until it is aborted, and rejects then. Asks what `HeadReader` asks, with the priority of a backfill.
   */
  run(signal: AbortSignal, onJudge: () => void): Promise<never>
}

const USUAL_BLOCK_TIME_MS = 2_000
/** How far below the head a block is asked for to know the pace: a height may have no block, and a young chain not so many. */
const PACE_DEPTHS: readonly number[] = [64, 63, 61, 8, 1]
/** Of so many blocks of late the fullest is the one to check an endpoint with. */
const SPOT_BLOCKS = 16
/** A head is absurd as it is for whoever follows it: so far in the future, or so many blocks above what the rate allows. */
const FUTURE_MS = 300_000
const FREE_BLOCKS = 64
const RATE_FACTOR = 8

/** A watch that has seen nothing yet. */
export function createHealthWatch(options: HealthWatchOptions): HealthWatch {
  const { source, runtime, detail } = options
  const reader = ownHeadReader(source)
  const pace = createChainPace(source.network.blockTimeMs ?? USUAL_BLOCK_TIME_MS)
  const calls = createEndpointCalls(runtime)
  const heads = createEndpointHeads(runtime)
  const postings = createPostingWatch(runtime)
  const full: { readonly ref: BlockRef; readonly transactions: number }[] = []
  const probedMs = new Map<string, number>()
  let newest = { monotonicMs: runtime.monotonicMs(), timestampMs: runtime.now() }

  const hosts = (): readonly string[] => [...new Set(source.transport.health().map(({ host }) => host))]
  const quietMs = (): number => runtime.monotonicMs() - newest.monotonicMs
  const onHead = (endpoint: string, { number }: { readonly number: number }): void =>
    heads.heard(endpoint, number, options.tip()?.number, pace.heightMs)

  /** When a head counts as evidence for a halt: given in the second half of the time that the network was waited for. */
  const quietSinceMs = (): number => newest.monotonicMs + pace.quietAfterMs / 2

  const troubledSince = (host: string): number | undefined => {
    const since = [calls.troubledSince(host), calls.suspectedSince(host), heads.behindSince(host)]
    const known = since.filter((each) => each !== undefined)
    return known.length > 0 ? Math.min(...known) : undefined
  }
  const isDue = (host: string, nowMs: number): boolean => {
    const heardMs = heads.last(host)?.heardMs ?? Number.NEGATIVE_INFINITY
    const troubled = troubledSince(host)
    const askedMs = probedMs.get(host) ?? Number.NEGATIVE_INFINITY
    if (troubled !== undefined) {
      return nowMs - askedMs >= Math.min(TROUBLE_PROBE_MOST_MS, Math.max(JUDGE_EVERY_MS, (nowMs - troubled) / 4))
    }
    const lastMs = Math.max(heardMs, askedMs)
    if (quietMs() > 0.6 * pace.quietAfterMs && lastMs < quietSinceMs()) return true
    return nowMs - lastMs >= Math.min(PROBE_MOST_MS, Math.max(pace.probeEveryMs, quietMs() / 2))
  }

  /** Its head; and of one whose head or blocks were doubted, a block that is stored. Never rejects. */
  const probe = async (reader: HeadReader, host: string, signal: AbortSignal): Promise<void> => {
    const isSuspect = calls.suspectedSince(host) !== undefined
    const askHead = async (): Promise<void> => {
      const { endpoint, claim } = await reader.readHead('latest', { only: host, priority: 'backfill', signal })
      if (endpoint === host && isSuspect && isAbsurd(host, claim)) calls.lied(host, `its head is ${claim.number}`)
      else onHead(endpoint, claim)
    }
    const askBlock = async (): Promise<void> => {
      const spot = isSuspect || heads.behindSince(host) !== undefined ? spotBlock() : undefined
      if (!spot || !reader.spotCheck) return
      const { hash, endpoint } = await reader.spotCheck(spot.number, { only: host, detail, signal })
      if (endpoint === host && hash === spot.hash) calls.passed(host)
    }
    // What fails was told by the transport.
    await askHead().catch(() => undefined)
    await askBlock().catch(() => undefined)
  }
  /** Before a network that was followed for a short time is called quiet, it is found out how even its pace was. Never rejects. */
  const learnPace = async (signal: AbortSignal): Promise<void> => {
    const tip = options.tip()
    for (const depth of tip ? PACE_DEPTHS : []) {
      const number = tip!.number - depth
      const older = number < 0 ? undefined : await source.getBlock(number, { detail: 'header', signal }).catch(() => undefined)
      if (older) return pace.learn(older)
    }
  }
  /** A head that others do not come near, or of a time that has not come. */
  const isAbsurd = (host: string, { number, timestampMs }: HeadClaim): boolean => {
    if (timestampMs !== undefined && timestampMs - runtime.now() > FUTURE_MS) return true
    const others = hosts().filter((other) => other !== host && calls.suspectedSince(other) === undefined)
    const known = others.flatMap((other) => heads.last(other) ?? [])
    const nowMs = runtime.monotonicMs()
    const possible = known.map((head) => head.number + FREE_BLOCKS + (RATE_FACTOR * (nowMs - head.heardMs)) / pace.heightMs)
    return possible.length > 0 && number > Math.max(...possible)
  }
  const spotBlock = (): BlockRef | undefined => {
    const stored = full.filter(({ ref }) => options.recent(ref.number)?.hash === ref.hash)
    return stored.toSorted((a, b) => b.transactions - a.transactions)[0]?.ref
  }

  return {
    source: heardSource(source, onHead),
    stored(blocks) {
      for (const { number, hash, timestampMs, transactionCount } of blocks) {
        pace.stored({ number, timestampMs })
        full.push({ ref: { number, hash }, transactions: transactionCount })
        if (full.length > SPOT_BLOCKS) full.shift()
      }
      newest = { monotonicMs: runtime.monotonicMs(), timestampMs: blocks.at(-1)!.timestampMs }
    },
    settled: (answer) => postings.answered(answer),
    reverted: (height) => postings.reverted(height),
    get quietMs() {
      return quietMs()
    },
    get quietAfterMs() {
      return pace.quietAfterMs
    },
    findings() {
      const found: HealthFinding[] = []
      const sound: { readonly host: string; readonly number: number }[] = []
      for (const health of source.transport.health()) {
        const { host } = health
        if (found.some(({ endpoint }) => endpoint === host)) continue
        const finding = calls.finding(health) ?? heads.finding(host)
        const last = heads.last(host)
        if (finding) found.push(finding)
        else if (last && last.heardMs >= quietSinceMs() && calls.suspectedSince(host) === undefined) {
          sound.push({ host, number: last.number })
        }
      }
      const tip = options.tip()
      const isQuiet = quietMs() > pace.quietAfterMs
      const network = isQuiet
        ? haltFinding({
            heads: sound,
            hosts: hosts().length,
            tip,
            sinceMs: newest.timestampMs,
            quietMs: quietMs(),
            parent: options.parent(),
          })
        : postings.finding(tip)
      return network ? [network, ...found] : found
    },
    async run(signal, onJudge) {
      const stop = source.transport.onEvent((event) => calls.tell(event))
      const asking = new Map<string, Promise<void>>()
      let hasLearned = false
      try {
        for (;;) {
          await runtime.sleep(JUDGE_EVERY_MS, signal)
          if (!hasLearned && pace.isUnknown && quietMs() > pace.quietAfterMs / 2) {
            hasLearned = true
            await learnPace(signal)
          }
          const all = hosts()
          for (const { host, setAside, breaker } of source.transport.health()) {
            const canAsk = breaker !== 'open' && setAside !== 'quota-exhausted' && setAside !== 'wrong-network'
            // With one endpoint there is nobody to compare it with, and what follows the head asks it anyway.
            if (!reader || all.length < 2 || !canAsk || asking.has(host) || !isDue(host, runtime.monotonicMs())) continue
            probedMs.set(host, runtime.monotonicMs())
            asking.set(
              host,
              probe(reader, host, signal).finally(() => asking.delete(host)),
            )
          }
          onJudge()
        }
      } finally {
        stop()
        await Promise.all(asking.values())
      }
    },
  }
}
