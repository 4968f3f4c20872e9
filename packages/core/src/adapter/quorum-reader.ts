import {
  BlockNotFoundError,
  type BlockRef,
  type BlockTag,
  ContradictionError,
  DefimonError,
  type Hash,
  type L2Block,
  type Stack,
  type Transport,
} from '@defimon/core'
import { type BlockReader, type Candidate, type ReadOptions, sameHash } from './block-reader.ts'
import type { BlockDriver } from './driver.ts'
import { callOf } from './driver-call.ts'
import type { FailoverOptions } from './failover.ts'
import { assertNoMismatch } from './verdict.ts'

/** What one endpoint says of a height. */
type Vote =
  | { readonly host: string; readonly hash: Hash; reject(reason: string): void }
  | { readonly host: string; readonly hash?: undefined; readonly isAbsent: boolean }

/** Too few endpoints have the block yet to tell which one it is. */
function isOpen(error: unknown): boolean {
  return DefimonError.isInstance(error) && (error.code === 'NOT_YET' || (error.code === 'CONTRADICTION' && error.retryable))
}

/** How many endpoints agreed on a block that was read. */
const agreed = new WeakMap<object, number>()

/**
 * The reader, but a block is given only once `quorum` endpoints of different hosts, each asked by itself, have the same hash at its height:
 * n - 1 more questions a block, for its header, each recomputed as the block is. Endpoints that are outvoted lose trust, and where that is
 * the one that gave the block, it is read again from another. A tag is the highest block that `quorum` endpoints have.
 *
 * Fails with `CONTRADICTION` where endpoints disagree and no hash has `quorum` of them: retryable, as long as the block is not final and
 * may still be replaced. Fails with `NOT_YET` where too few have the block, with `TRANSIENT` where too few answer.
 */
export function quorumReader<S extends Stack, Raw>(
  reader: BlockReader<S>,
  driver: BlockDriver<S, Raw>,
  transport: Transport,
  quorum: number,
): BlockReader<S> {
  const network = driver.network.id

  /** What an endpoint that was not asked yet says; undefined where there is none left. */
  const nextVote = async (number: number, asked: readonly string[], options: ReadOptions): Promise<Vote | undefined> => {
    const session = transport.session({ avoid: asked })
    const reject = (reason: string): void => session.reject(reason)
    // Which endpoint it is shows with the first answer: where no other was left, one that was asked before.
    const isNew = (): boolean => !asked.includes(session.endpoint)
    try {
      const call = callOf(session, transport, options)
      const raw = await driver.fetchBlock(call, number, 'header')
      const host = session.endpoint
      if (!isNew()) return undefined
      if (raw === undefined) return { host, isAbsent: true }
      const block = driver.decode(raw, 'header')
      assertNoMismatch(await driver.verify(raw, block, 'header'), { network, host, block: `block ${number}` })
      return block.number === number ? { host, hash: block.hash, reject } : { host, isAbsent: false }
    } catch (error) {
      if (options.signal?.aborted) throw error
      if (!isNew()) return undefined
      const code = DefimonError.isInstance(error) ? error.code : 'MALFORMED'
      if (code === 'VERIFICATION' || code === 'MALFORMED') reject(String(error))
      return { host: session.endpoint, isAbsent: code === 'NOT_YET' || code === 'NOT_FOUND' }
    }
  }

  /** Asks others until so many agree with the block, or nobody is left. Throws where they do not. */
  const confirm = async (candidate: Candidate<S>, options: ReadOptions): Promise<'agreed' | 'outvoted'> => {
    const { number, hash } = candidate.block
    const votes: Vote[] = [{ host: candidate.endpoint, hash, reject: candidate.reject }]
    const votersOf = (wanted: Hash): number =>
      votes.filter((vote) => vote.hash !== undefined && sameHash(vote.hash, wanted)).length
    const decided = (): Hash | undefined => votes.find((vote) => vote.hash !== undefined && votersOf(vote.hash) >= quorum)?.hash
    while (decided() === undefined) {
      const asked = votes.map(({ host }) => host)
      const vote = await nextVote(number, asked, options)
      if (!vote) break
      votes.push(vote)
    }
    const winner = decided()
    if (winner === undefined) throw await undecided(candidate.block, votes, options)
    for (const vote of votes) {
      if (vote.hash === undefined || sameHash(vote.hash, winner)) continue
      vote.reject(`block ${number}: ${votersOf(winner)} endpoints have ${winner}, this one ${vote.hash}`)
    }
    if (!sameHash(winner, hash)) return 'outvoted'
    agreed.set(candidate, votersOf(winner))
    return 'agreed'
  }

  const undecided = async (block: BlockRef, votes: readonly Vote[], options: ReadOptions): Promise<DefimonError> => {
    const other = votes.find((vote) => vote.hash !== undefined && !sameHash(vote.hash, block.hash))
    if (other?.hash !== undefined) {
      const finalized = await reader.readHead('finalized', options).catch(() => undefined)
      const retryable = !(finalized && block.number <= finalized.claim.number)
      const detail = `${other.host} says otherwise than ${votes[0]!.host}, and no hash has ${quorum} endpoints`
      return new ContradictionError(
        { number: block.number, hash: block.hash },
        ...[other.hash, block.hash],
        ...[{ network, retryable, detail }],
      )
    }
    if (votes.some((vote) => vote.hash === undefined && vote.isAbsent)) {
      return new BlockNotFoundError(block.number, 'not-yet', { network })
    }
    const answered = votes.filter((vote) => vote.hash !== undefined).length
    return new DefimonError('TRANSIENT', `block ${block.number}: ${answered} endpoints answered of ${quorum} that must agree`, {
      network,
    })
  }

  /** Reads until what was read is what the others have. */
  const agree = async <T extends Candidate<S> | undefined>(read: () => Promise<T>, options: ReadOptions): Promise<T> => {
    for (let round = 0; ; round++) {
      const candidate = await read()
      if (!candidate || (await confirm(candidate, options)) === 'agreed') return candidate
      if (round >= transport.health().length) {
        throw new DefimonError('TRANSIENT', `block ${candidate.block.number}: only outvoted endpoints answer`, { network })
      }
    }
  }

  /** The highest block that so many endpoints have, as far as they say. */
  const readTag = async (tag: BlockTag, options: ReadOptions): Promise<Candidate<S>> => {
    try {
      return await agree(() => reader.readTag(tag, options), options)
    } catch (error) {
      if (!isOpen(error)) throw error
    }
    const heads: number[] = []
    const avoid: string[] = []
    while (heads.length < transport.health().length) {
      const from: ReadOptions & FailoverOptions = { ...options, avoid: [...avoid] }
      const head = await reader.readHead(tag, from)
      if (avoid.includes(head.endpoint)) break
      avoid.push(head.endpoint)
      heads.push(head.claim.number)
    }
    heads.sort((a, b) => b - a)
    const heights = [...new Set(heads.slice(Math.min(quorum, heads.length) - 1))]
    for (;;) {
      const number = heights.shift()!
      try {
        return await agree(() => reader.read(number, options), options)
      } catch (error) {
        // One endpoint on a branch of its own counts as a head too: what the others share may be further down.
        if (heights.length === 0 || !isOpen(error)) throw error
      }
    }
  }

  return {
    ...reader,
    read: (id, options) => agree(() => reader.read(id, options), options),
    readOrAbsent: (number, options) => agree(() => reader.readOrAbsent(number, options), options),
    readTag,
    async readTogether(numbers, options, accept) {
      const candidates = await reader.readTogether(numbers, options, accept)
      for (const candidate of candidates) {
        if (!candidate || (await confirm(candidate, options)) === 'agreed') continue
        throw new DefimonError('TRANSIENT', `block ${candidate.block.number} was outvoted`, { network })
      }
      return candidates
    },
    finish(candidate, parentLink): L2Block<S> {
      const block = reader.finish(candidate, parentLink)
      const voters = agreed.get(candidate)
      return voters === undefined ? block : { ...block, verification: { ...block.verification, anchoredBy: { quorum: voters } } }
    },
  }
}
