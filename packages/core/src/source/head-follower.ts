import type { BlockTag } from '../contract/block.ts'
import { DefimonError, type ErrorCode } from '../contract/errors.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { BlockSource } from '../contract/source.ts'
import { systemRuntime } from '../runtime/system-runtime.ts'
import { type BlockInterval, createBlockInterval, type Instant } from './block-interval.ts'
import { agreedFuture, createHeadBelief, type HeadBelief, type HeadDoubt, rejectKindOf } from './head-belief.ts'
import { type HeadAnswer, type HeadClaim, type HeadReader, headReaderOf } from './head-reader.ts'
import { createHeadSocket, type HeadSocket } from './head-socket.ts'
import { createSyncingCheck } from './syncing-check.ts'

/** How a head is followed. */
export interface HeadFollowerOptions {
  readonly tag: BlockTag
  readonly signal: AbortSignal
  /** A block that the caller saw before: a head below it is doubted. */
  readonly known?: HeadClaim | undefined
  /** Told of every failure that is waited out. */
  readonly onRetry?: ((error: DefimonError) => void) | undefined
  /**
   * Gives a head again that carries no hash, where the block at its height may have become another one: after heads that had gone back,
   * and now and then where nothing new comes. Default false.
   */
  readonly repeat?: boolean
}

/** Finds out about new heads, by polls at the right time and by a socket where there is one, and believes only some. */
export interface HeadFollower {
  readonly runtime: Runtime
  readonly blockTimeMs: number
  /** Waits until there is a head other than the last one, and one that can be believed. */
  next(): Promise<HeadClaim>
  /** The last head turned out not to be there: only blocks up to `known` are believed in from now on. */
  forget(known: HeadClaim | undefined): void
  /** Leaves no timer and no socket. */
  close(): Promise<void>
}

/** Waiting does not help. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'ABORTED',
  'CONFIG',
  'UNSUPPORTED',
  'WRONG_NETWORK',
  'CONTRADICTION',
  'VERIFICATION',
  'REORG_TOO_DEEP',
  'PRUNED',
])
/** Whether a failure is final, so that whoever watches must hear of it. */
export function isFinalFailure(error: unknown): boolean {
  return !DefimonError.isInstance(error) || FINAL.has(error.code)
}

/** A doubted head is believed after so many polls: with one endpoint, with several that all say so, and where some are silent. */
const CLAIMS_OF_ONE = 3
const CLAIMS_OF_ALL = 2
const CLAIMS_OF_SOME = 20
/** Polls without a block after which a head without a hash is given again; the next time after twice as many. */
const FIRST_REPEAT = 4
/** Polls without a block after which the other endpoints are asked in turn: about one block time too late. */
const ASK_OTHERS_AFTER = 4
/** Doubtful polls thin out as far as so many misses do: where heads are doubted, the chain goes on. */
const MOST_DOUBTFUL_MISSES = 4
/** Behind a load balancer heads are a few blocks apart; that is no lie. */
const NORMAL_LAG_BLOCKS = 8
/** The longest pause after failures. */
const MOST_WAIT_MS = 60_000

/** Follows the head of a source. Asks nothing before the first `next`. */
export function createHeadFollower(source: BlockSource, options: HeadFollowerOptions): HeadFollower {
  const { tag, signal, onRetry } = options
  const reader = headReaderOf(source)
  const runtime = reader.runtime ?? systemRuntime()
  const interval: BlockInterval = createBlockInterval(
    source.network.blockTimeMs === undefined ? {} : { blockTimeMs: source.network.blockTimeMs },
  )
  const instant = (): Instant => ({ wallMs: runtime.now(), monotonicMs: runtime.monotonicMs() })
  const newBelief = (known: HeadClaim | undefined): HeadBelief => createHeadBelief(() => interval.blockTimeMs, known)

  let belief = newBelief(options.known)
  let checkedFirst = false
  /** Polls in a row that gave the same doubtful head, and since when. */
  let doubted = 0
  let doubtedSinceMs = 0
  let failures = 0
  /** Polls in a row that gave the head that is known. */
  let quiet = 0
  /** Endpoints that gave nothing new since the last head. */
  const silent = new Set<string>()
  let anySeen = false
  const syncing = createSyncingCheck(() => interval.blockTimeMs)
  let socket: HeadSocket | undefined

  /** `askedAt`: when the poll was sent that gave it; for a head that a socket told, now. */
  const accept = (claim: HeadClaim, askedAt: Instant): HeadClaim => {
    belief.believe(claim, instant())
    interval.found(claim, askedAt)
    doubted = 0
    quiet = 0
    silent.clear()
    checkedFirst = true
    return claim
  }
  /** The head that is known, once more: given again where it has no hash that would show that its block is another one. */
  const sameAgain = (claim: HeadClaim, askedAt: Instant): HeadClaim | undefined => {
    const wentBack = doubted > 0 && askedAt.monotonicMs - doubtedSinceMs >= interval.blockTimeMs
    doubted = 0
    quiet += 1
    if (!options.repeat || claim.hash !== undefined) return undefined
    if (wentBack) return accept(claim, askedAt)
    return quiet >= FIRST_REPEAT && Number.isInteger(Math.log2(quiet / FIRST_REPEAT)) ? claim : undefined
  }
  const isNews = (claim: HeadClaim): boolean => {
    const { head } = belief
    return !checkedFirst || !head || claim.number !== head.number || (claim.hash !== undefined && head.hash !== claim.hash)
  }
  const doubtOf = async (answer: HeadAnswer): Promise<HeadDoubt | undefined> => {
    const at = instant()
    const doubt = belief.doubt(answer.claim, at)
    if (doubt) return doubt
    if (await syncing.isSyncing(answer, at)) return { kind: 'syncing', reason: 'the node says that it is catching up' }
    return undefined
  }

  /** One poll: the claim of one endpoint, or where that is doubtful, of as many as it takes. */
  const poll = async (askedAt: Instant): Promise<HeadClaim | undefined> => {
    // An endpoint of another chain is never asked again.
    const own = source.transport.health().filter(({ setAside }) => setAside !== 'wrong-network')
    const endpoints = Math.max(1, new Set(own.map(({ host }) => host)).size)
    const avoid: string[] = []
    const doubtful: { answer: HeadAnswer; doubt: HeadDoubt }[] = []
    // One that stands still must not stop the network because it answers fastest.
    const passedOver = quiet >= ASK_OTHERS_AFTER ? [...silent] : []
    for (let tried = 0; tried < endpoints; tried += 1) {
      const answer = await reader.readHead(tag, { signal, avoid: [...passedOver, ...avoid] }).catch((error) => {
        if (tried === 0 || signal.aborted) throw error
        return undefined
      })
      if (!answer || avoid.includes(answer.endpoint)) break
      avoid.push(answer.endpoint)
      const doubt = await doubtOf(answer)
      const news = isNews(answer.claim)
      if (!doubt && !news) {
        keepSilent(answer.endpoint, endpoints)
        return sameAgain(answer.claim, askedAt)
      }
      // Asked because the others have nothing new: that this one has less is no news either.
      if (doubt?.kind === 'back' && tried === 0 && passedOver.length > 0 && isEveryday(doubt, answer.claim)) {
        keepSilent(answer.endpoint, endpoints)
        quiet += 1
        return undefined
      }
      if (!doubt && (checkedFirst || endpoints === 1)) {
        for (const other of doubtful) if (!isEveryday(other.doubt, other.answer.claim)) refuse(other, answer.claim)
        return accept(answer.claim, askedAt)
      }
      doubtful.push({ answer, doubt: doubt ?? { kind: 'first', reason: 'an implausible first head' } })
      // A lag is not looked into at once, a fork not before it was seen twice: the next block usually settles both.
      if (doubt && isEveryday(doubt, answer.claim) && doubted === 0) break
      if (!checkedFirst && doubtful.filter((each) => each.doubt.kind === 'first').length === 2) break
    }
    return settle(doubtful, endpoints, askedAt)
  }

  /** Once all that can be asked had nothing new, it begins with the best of them again. */
  const keepSilent = (endpoint: string, endpoints: number): void => {
    const isRound = silent.has(endpoint) || silent.size + 1 >= endpoints
    if (isRound) silent.clear()
    else silent.add(endpoint)
  }

  const isEveryday = (doubt: HeadDoubt, claim: HeadClaim): boolean =>
    doubt.kind === 'other-fork' || (doubt.kind === 'back' && (belief.head?.number ?? 0) - claim.number <= NORMAL_LAG_BLOCKS)

  const refuse = ({ answer, doubt }: { answer: HeadAnswer; doubt: HeadDoubt }, believed: HeadClaim): void =>
    answer.reject(doubt.reason, rejectKindOf(doubt, answer.claim, believed))

  /** Nobody gave a plausible head, or it is the first. */
  const settle = async (
    doubtful: readonly { answer: HeadAnswer; doubt: HeadDoubt }[],
    endpoints: number,
    askedAt: Instant,
  ): Promise<HeadClaim | undefined> => {
    const firsts = doubtful.filter(({ doubt }) => doubt.kind === 'first')
    const ahead = agreedFuture(doubtful, belief)
    if (ahead && ahead.length > firsts.length) {
      for (const other of firsts) other.answer.reject('a head of another time than the others tell')
      return accept(ahead[0]!.answer.claim, askedAt)
    }
    if (firsts.length > 0) {
      // Of two heads that contradict each other, the one that is nearer to now; absurd ones are far off in either direction.
      const now = runtime.now()
      const age = ({ answer }: (typeof firsts)[number]): number => Math.abs(now - (answer.claim.timestampMs ?? 0))
      const nearest = [...firsts].sort((a, b) => age(a) - age(b) || a.answer.claim.number - b.answer.claim.number)
      const differ = firsts.some(({ answer }) => answer.claim.number !== nearest[0]?.answer.claim.number)
      const best = ((differ ? await firstThere(nearest) : undefined) ?? nearest[0]) as (typeof firsts)[number]
      for (const other of doubtful) {
        const contradicts = other.doubt.kind !== 'first' || !belief.agree(other.answer.claim, best.answer.claim)
        if (other !== best && contradicts) refuse(other, best.answer.claim)
      }
      return accept(best.answer.claim, askedAt)
    }
    const [first] = doubtful
    if (!first) return undefined
    const agreed = doubtful.every(
      ({ answer, doubt }) => doubt.kind === first.doubt.kind && belief.agree(answer.claim, first.answer.claim),
    )
    const at = instant().monotonicMs
    if (!agreed || doubted === 0) doubtedSinceMs = at
    doubted = agreed ? doubted + 1 : 0
    const needed = endpoints === 1 ? CLAIMS_OF_ONE : doubtful.length === endpoints ? CLAIMS_OF_ALL : CLAIMS_OF_SOME
    if (doubted < needed) return undefined
    // Polls that follow a miss are close together; a node that lags gets the time to catch up.
    if (first.doubt.kind === 'back' && at - doubtedSinceMs < 2 * interval.blockTimeMs) return undefined
    // However often it is said: a number that was made up has no block, and whoever follows it never comes back.
    if (first.doubt.kind === 'jump' && !(await firstThere([first]))) return undefined
    if (first.doubt.kind === 'syncing') syncing.disregard()
    return accept(first.answer.claim, askedAt)
  }

  /** The first head whose block is there: where a number was made up stands another block, or none. */
  const firstThere = async <T extends { readonly answer: HeadAnswer }>(heads: readonly T[]): Promise<T | undefined> => {
    for (const head of heads) {
      const { number, hash, timestampMs } = head.answer.claim
      const block = await source.getBlock(number, { detail: 'header', signal }).catch((error) => {
        if (signal.aborted) throw error
        return undefined
      })
      if (!block || (hash ?? block.hash) !== block.hash || (timestampMs ?? block.timestampMs) !== block.timestampMs) continue
      return head
    }
    return undefined
  }

  /** A head that a socket told. A doubtful one is left to the next poll, which comes at once. */
  const takeFromSocket = (): HeadClaim | undefined => {
    const claim = socket?.take()
    if (!claim || !checkedFirst || !isNews(claim) || belief.doubt(claim, instant())) return undefined
    socket?.rely(true)
    return accept(claim, instant())
  }

  return {
    runtime,
    get blockTimeMs() {
      return interval.blockTimeMs
    },
    async next() {
      if (tag === 'latest' && reader.newHeads)
        socket ??= createHeadSocket(reader as HeadReader & Required<Pick<HeadReader, 'newHeads'>>, runtime, signal)
      for (;;) {
        const delayMs = anySeen ? nextPollMs() : 0
        const failureMs = failures === 0 ? 0 : Math.min(MOST_WAIT_MS, 500 * 2 ** Math.min(failures, 10))
        await waitFor(Math.max(socket?.slowed(delayMs, interval.blockTimeMs) ?? delayMs, failureMs))
        const told = takeFromSocket()
        if (told) return told
        try {
          const askedAt = instant()
          const found = await poll(askedAt)
          failures = 0
          if (found) {
            anySeen = true
            socket?.rely(false)
            return found
          }
          if (doubted <= MOST_DOUBTFUL_MISSES) interval.missed(askedAt)
          anySeen = true
        } catch (error) {
          // The first failure is its caller's: a wrong URL must not look like a quiet network.
          if (signal.aborted || !anySeen || isFinalFailure(error)) throw error
          failures += 1
          onRetry?.(error as DefimonError)
        }
      }
    },
    forget(known) {
      belief = newBelief(known)
      checkedFirst = false
      doubted = 0
    },
    async close() {
      await socket?.close()
    },
  }

  /** A doubtful head is news all the same: a network whose heads are doubted is not idle. */
  function nextPollMs(): number {
    const delayMs = interval.delayMs(instant())
    return doubted > 0 ? Math.min(delayMs, interval.blockTimeMs) : delayMs
  }

  async function waitFor(ms: number): Promise<void> {
    if (ms <= 0) return signal.throwIfAborted()
    if (socket) return socket.wait(ms)
    await runtime.sleep(ms, signal)
  }
}
