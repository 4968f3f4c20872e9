import { DefimonError } from '../contract/errors.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { CallOptions } from '../contract/transport.ts'
import { agreedFuture, createHeadBelief, type HeadDoubt, rejectKindOf } from './head-belief.ts'
import type { HeadAnswer, HeadClaim, HeadReader } from './head-reader.ts'
import { type LinkedAbort, linkAbort } from './linked-abort.ts'
import { createSyncingCheck } from './syncing-check.ts'

/** What a judge of single heads stands on. */
export interface LatestHeadGround {
  /** For errors. */
  readonly network: string
  readonly blockTimeMs: number
  readonly runtime: Pick<Runtime, 'now' | 'monotonicMs' | 'sleep'>
  readonly readHead: HeadReader['readHead']
  /** Host names of the endpoints that can be asked. */
  hosts(): readonly string[]
  /** Whether the block of a head is there, as its endpoint says. Rejects when aborted. */
  isThere(claim: HeadClaim, options: CallOptions): Promise<boolean>
}

/** The newest block as far as it can be believed. */
export interface LatestHead {
  /**
   * Asks one endpoint; two at first, where there are several, and the others where a head is doubtful. Fails with `TRANSIENT` where
   * nobody gives a head that can be believed; with what the first endpoint failed with where that gave none.
   */
  read(options: CallOptions): Promise<HeadAnswer>
}

/** A doubtful head is believed when it was given so many times in a row: by the only endpoint, by all of several, or where some are silent. */
const CLAIMS_OF_ONE = 3
const CLAIMS_OF_ALL = 2
const CLAIMS_OF_SOME = 4
/** Behind a load balancer heads are a few blocks apart; that is no lie. */
const NORMAL_LAG_BLOCKS = 8

/** Blocks that two heads of one chain are apart at most, and how many times faster than usual it may be. */
const MOST_APART_BLOCKS = 64
const RATE_FACTOR = 8

/** How long a second opinion is waited for: an endpoint that hangs must not hold up what another one told. */
const SECOND_OPINION_MS = 1_500

interface Doubtful {
  readonly answer: HeadAnswer
  readonly doubt: HeadDoubt
}

/**
 * Judges heads that are asked for one by one, by the rules by which a watch judges its own: one that moves far back, jumps absurdly,
 * carries a time from the future or comes from a node that is catching up is not believed. Remembers the last one that was.
 */
export function createLatestHead(ground: LatestHeadGround): LatestHead {
  const { runtime } = ground
  const belief = createHeadBelief(() => ground.blockTimeMs)
  const syncing = createSyncingCheck(() => ground.blockTimeMs)
  /** Calls in a row that were given a doubtful head only, and the last such head. */
  let doubted = 0
  let lastDoubted: { readonly claim: HeadClaim; readonly atMs: number } | undefined

  const doubtOf = async (answer: HeadAnswer): Promise<HeadDoubt | undefined> => {
    const at = { wallMs: runtime.now(), monotonicMs: runtime.monotonicMs() }
    const doubt = belief.doubt(answer.claim, at)
    const isLag = doubt?.kind === 'back' && (belief.head?.number ?? 0) - answer.claim.number <= NORMAL_LAG_BLOCKS
    // A node that is a little late, or on another branch for a moment, tells the truth as far as it knows it.
    if (doubt && !isLag && doubt.kind !== 'other-fork') return doubt
    return (await syncing.isSyncing(answer, at))
      ? { kind: 'syncing', reason: `the node at ${answer.endpoint} says that it is catching up` }
      : undefined
  }

  const believe = (answer: HeadAnswer, others: readonly Doubtful[]): HeadAnswer => {
    doubted = 0
    for (const { answer: other, doubt } of others) {
      if (
        other !== answer &&
        !(doubt.kind === 'future' && belief.agree(other.claim, answer.claim)) &&
        (doubt.kind !== 'first' || !belief.agree(other.claim, answer.claim))
      )
        other.reject(doubt.reason, rejectKindOf(doubt, other.claim, answer.claim))
    }
    belief.believe(answer.claim, { wallMs: runtime.now(), monotonicMs: runtime.monotonicMs() })
    return answer
  }

  /** Of first heads that differ, the one that is nearest to now and whose block is there; absurd ones are far off in either direction. */
  const chooseFirst = async (firsts: readonly HeadAnswer[], options: CallOptions): Promise<HeadAnswer | undefined> => {
    const now = runtime.now()
    const age = ({ claim }: HeadAnswer): number => Math.abs(now - (claim.timestampMs ?? 0))
    const nearest = [...firsts].sort((a, b) => age(a) - age(b) || a.claim.number - b.claim.number)
    if (firsts.length > 1 && firsts.every(({ claim }) => claim.number === firsts[0]?.claim.number)) return nearest[0]
    for (const answer of nearest) if (await ground.isThere(answer.claim, options)) return answer
    return undefined
  }

  /** Whether a chain of one head may have come to the other in this time. */
  const isLater = (claim: HeadClaim, before: HeadClaim, elapsedMs: number): boolean =>
    Math.abs(claim.number - before.number) <= MOST_APART_BLOCKS + (RATE_FACTOR * elapsedMs) / ground.blockTimeMs

  /** Nobody gave a head without a doubt. */
  const settle = async (doubtful: readonly Doubtful[], hosts: number, options: CallOptions): Promise<HeadAnswer> => {
    const [first] = doubtful as readonly [Doubtful, ...Doubtful[]]
    const agreed = doubtful.every(
      ({ answer, doubt }) => doubt.kind === first.doubt.kind && belief.agree(answer.claim, first.answer.claim),
    )
    const atMs = runtime.monotonicMs()
    const goesOn = lastDoubted === undefined || isLater(first.answer.claim, lastDoubted.claim, atMs - lastDoubted.atMs)
    doubted = agreed ? (goesOn ? doubted : 0) + 1 : 0
    lastDoubted = { claim: first.answer.claim, atMs }
    const needed = hosts === 1 ? CLAIMS_OF_ONE : doubtful.length === hosts ? CLAIMS_OF_ALL : CLAIMS_OF_SOME
    // A jump needs no second claim where its block is there, and none is enough where it is not: a head that was made up must not be remembered.
    const isJump = first.doubt.kind === 'jump'
    if (isJump ? agreed && (await ground.isThere(first.answer.claim, options)) : doubted >= needed) {
      if (first.doubt.kind === 'syncing') syncing.disregard()
      return believe(first.answer, [])
    }
    const host = first.answer.endpoint
    const message = `${ground.network} at ${host}: the head is not believed: ${first.doubt.reason}`
    throw new DefimonError('TRANSIENT', message, { network: ground.network, host })
  }

  /** The head of another endpoint; undefined where it has none to tell, or takes too long. `links` are released by the caller. */
  const askAnother = async (
    asked: readonly string[],
    options: CallOptions,
    links: LinkedAbort[],
  ): Promise<HeadAnswer | undefined> => {
    const link = linkAbort([options.signal])
    links.push(link)
    const timer = new AbortController()
    const answer = ground.readHead('latest', { ...options, signal: link.signal, avoid: asked }).catch(() => undefined)
    const found = await Promise.race([answer, runtime.sleep(SECOND_OPINION_MS, timer.signal).catch(() => undefined)])
    timer.abort()
    // An aborted question fails as every other one does.
    if (options.signal?.aborted) return ground.readHead('latest', options)
    if (!found) link.abort()
    return found ?? undefined
  }

  return {
    async read(options) {
      const hosts = Math.max(1, new Set(ground.hosts()).size)
      const asked: string[] = []
      const doubtful: Doubtful[] = []
      const links: LinkedAbort[] = []
      try {
        while (asked.length < hosts) {
          const answer = await (asked.length === 0 ? ground.readHead('latest', options) : askAnother(asked, options, links))
          if (!answer || asked.includes(answer.endpoint)) break
          asked.push(answer.endpoint)
          const doubt = await doubtOf(answer)
          if (!doubt && (belief.head || hosts === 1)) return believe(answer, doubtful)
          doubtful.push({ answer, doubt: doubt ?? { kind: 'first', reason: 'an implausible first head' } })
          if (doubtful.filter((each) => each.doubt.kind === 'first').length === 2) break
        }
        const firsts = doubtful.filter(({ doubt }) => doubt.kind === 'first').map(({ answer }) => answer)
        const ahead = agreedFuture(doubtful, belief)
        if (ahead && ahead.length > firsts.length) return believe(ahead[0]!.answer, doubtful)
        const chosen = await chooseFirst(firsts, options)
        return chosen ? believe(chosen, doubtful) : await settle(doubtful, hosts, options)
      } finally {
        for (const link of links) link.release()
      }
    },
  }
}
