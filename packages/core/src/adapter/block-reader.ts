import {
  type BlockId,
  BlockNotFoundError,
  type BlockTag,
  type Check,
  DefimonError,
  type Detail,
  type Hash,
  type HeadAnswer,
  type HeadOptions,
  type L2Block,
  type RequestOptions,
  type Stack,
  type Transport,
  VerificationError,
} from '@defimon/core'
import type { BlockDriver, CheckResult, DecodedBlock, DriverCall } from './driver.ts'
import { type FailoverOptions, tryEndpoints } from './failover.ts'
import { assertNoMismatch, unverified, verdictOf } from './verdict.ts'

/** How the blocks of one call or range are read. */
export interface ReadOptions extends RequestOptions {
  /** As of `FailoverOptions`. */
  readonly only?: string
  readonly detail: Detail
  readonly keepRaw: boolean
}

/** A block that passed all that can be checked without its parent. */
export interface Candidate<S extends Stack> {
  readonly block: DecodedBlock<S>
  readonly results: readonly CheckResult[]
  readonly raw: unknown
  readonly bytes: number
  /** Host name of the endpoint that gave it. */
  readonly endpoint: string
  /** The block turned out not to fit: the endpoint that gave it loses trust. */
  reject(reason: string): void
}

/** Reads single blocks: asks, decodes, recomputes, and moves to another endpoint where that fails. */
export interface BlockReader<S extends Stack> {
  /** Fails with `BlockNotFoundError` where there is no such block. */
  read(id: number | { readonly hash: Hash }, options: ReadOptions): Promise<Candidate<S>>
  /** As `read`, but undefined where the endpoint has no block at a height that the chain may have skipped. */
  readOrAbsent(number: number, options: ReadOptions): Promise<Candidate<S> | undefined>
  /**
   * All blocks of `numbers`, from one endpoint. `accept` throws where they do not fit; each endpoint is tried once, without blame. With
   * `hasGaps` an absent block is undefined.
   */
  readTogether(
    numbers: readonly number[],
    options: ReadOptions & { readonly hasGaps?: boolean },
    accept: (candidates: readonly (Candidate<S> | undefined)[]) => void,
  ): Promise<readonly (Candidate<S> | undefined)[]>
  readTag(tag: BlockTag, options: ReadOptions): Promise<Candidate<S>>
  readHead(tag: BlockTag, options?: HeadOptions): Promise<HeadAnswer>
  /** The block as its user gets it. */
  finish(candidate: Candidate<S>, parentLink: CheckResult): L2Block<S>
}

/** Makes the reader of one source. */
export function createBlockReader<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  transport: Transport,
  verify: boolean,
): BlockReader<S> {
  const network = driver.network.id
  const checks: readonly Check[] = ['identity', 'parent-link', ...driver.checks]
  const answerReader = driver.answerReader?.(verify)

  const fetchOne = async (
    call: DriverCall,
    id: number | { readonly hash: Hash },
    options: ReadOptions,
    reject: (reason: string) => void,
  ): Promise<Candidate<S> | undefined> => {
    const raw = await driver.fetchBlock(call, id, options.detail, options.keepRaw ? undefined : answerReader)
    if (raw === undefined) return undefined
    const block = driver.decode(raw, options.detail)
    if (verify) assertIdentity(block, id, network, call.endpoint)
    const verdict = verify ? driver.verify(raw, block, options.detail) : []
    const results = verdict instanceof Promise ? await verdict : verdict
    assertNoMismatch(results, { network, host: call.endpoint, block: `block ${block.number}` })
    const bytes = driver.sizeOf ? driver.sizeOf(raw, block) : estimatedBytes(block, options.detail)
    return { block, results, raw: options.keepRaw ? raw : undefined, bytes, endpoint: call.endpoint, reject }
  }

  const absent = async (call: DriverCall, id: number | { readonly hash: Hash }): Promise<BlockNotFoundError> => {
    const context = { network, host: call.endpoint }
    if (typeof id !== 'number') return new BlockNotFoundError(id, 'unknown', context)
    if (driver.explainAbsence) return new BlockNotFoundError(id, await driver.explainAbsence(call, id), context)
    const head = await driver.readHead(call, 'latest')
    return new BlockNotFoundError(id, id > head.number ? 'not-yet' : 'unknown', context)
  }

  const read = (id: number | { readonly hash: Hash }, options: ReadOptions): Promise<Candidate<S>> =>
    tryEndpoints(transport, options, async (call, session) => {
      const candidate = await fetchOne(call, id, options, (reason) => session.reject(reason))
      if (!candidate) throw await absent(call, id)
      return candidate
    })

  return {
    read,
    readOrAbsent: (number, options) =>
      tryEndpoints(transport, options, (call, session) => fetchOne(call, number, options, (reason) => session.reject(reason))),
    readTogether: (numbers, options, accept) =>
      tryEndpoints(transport, { ...options, blameless: true }, async (call, session) => {
        const candidates = await Promise.all(
          numbers.map(async (number) => {
            const candidate = await fetchOne(call, number, options, (reason) => session.reject(reason))
            if (!candidate && !options.hasGaps) throw await absent(call, number)
            return candidate
          }),
        )
        accept(candidates)
        return candidates
      }),
    readTag: (tag, options) =>
      tryEndpoints(transport, options, async (call, session) => {
        const { number } = assertHead(await driver.readHead(call, tag), network, call.endpoint)
        const candidate = await fetchOne(call, number, options, (reason) => session.reject(reason))
        if (candidate) return candidate
        // Seen behind load balancers: the head of one node, the blocks of another.
        throw new DefimonError('TRANSIENT', `the endpoint names ${number} as its ${tag} block, but does not have it`, {
          network,
          host: call.endpoint,
        })
      }),
    readHead(tag, options = {}) {
      const failover: FailoverOptions = { ...options, priority: options.priority ?? 'head' }
      return tryEndpoints(transport, failover, async (call, session) => ({
        claim: assertHead(await driver.readHead(call, tag), network, call.endpoint),
        endpoint: call.endpoint,
        isSyncing: async () => (driver.isSyncing ? driver.isSyncing(call) : false),
        reject: (reason, kind) => session.reject(reason, kind),
      }))
    },
    finish(candidate, parentLink) {
      const verification = verify
        ? verdictOf([{ check: 'identity', outcome: 'passed' }, parentLink, ...candidate.results])
        : unverified(checks)
      const block = {
        ...candidate.block,
        network,
        stack: driver.network.stack,
        verification,
        ...(candidate.raw !== undefined && { raw: candidate.raw }),
      }
      // A decoded block lacks exactly what was added; the compiler cannot follow `Omit` over a type parameter.
      return block as unknown as L2Block<S>
    },
  }
}

/** Whether two hashes are the same: hex in any case, field elements with or without leading zeros. */
export function sameHash(a: Hash, b: Hash): boolean {
  return a === b || (a.startsWith('0x') && b.startsWith('0x') && plainHex(a) === plainHex(b))
}

function plainHex(hash: Hash): string {
  return hash.slice(2).toLowerCase().replace(/^0+/, '')
}

function assertIdentity(block: DecodedBlock, asked: number | { readonly hash: Hash }, network: string, host: string): void {
  if (typeof asked === 'number' ? block.number === asked : sameHash(block.hash, asked.hash)) return
  const [claimed, wanted] = typeof asked === 'number' ? [block.number, asked] : [block.hash, asked.hash]
  throw new VerificationError('identity', String(claimed), String(wanted), {
    network,
    host,
    detail: `asked for block ${wanted}, got ${claimed}`,
  })
}

function assertHead<T extends { readonly number: number }>(claim: T, network: string, host: string): T {
  if (Number.isSafeInteger(claim.number) && claim.number >= 0) return claim
  throw new DefimonError('MALFORMED', 'a head that is not a height', { network, host })
}

/** Bytes of JSON that a block of this shape usually takes. */
function estimatedBytes(block: DecodedBlock, detail: Detail): number {
  if (detail === 'header') return 2_048 + 70 * block.transactionCount
  if (detail === 'transactions') return 2_048 + 1_000 * block.transactionCount
  return 2_048 + 1_900 * block.transactionCount + 750 * (block.logs?.length ?? 0)
}

/** What of a block id leads to a block without asking for a head first. */
export function isTag(id: BlockId): id is BlockTag {
  return typeof id === 'string'
}
