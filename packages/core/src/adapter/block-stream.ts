import {
  BlockNotFoundError,
  type BlockRange,
  type BlockRef,
  DefimonError,
  type L2Block,
  type Stack,
  type Transport,
  VerificationError,
} from '@defimon/core'
import { type BlockReader, type Candidate, type ReadOptions, sameHash } from './block-reader.ts'
import { createByteWindow } from './byte-window.ts'
import type { CheckResult } from './driver.ts'
import { abortedError } from './failover.ts'

/** What a stream works with. */
export interface StreamContext<S extends Stack> {
  readonly reader: BlockReader<S>
  readonly transport: Transport
  readonly hasGaps: boolean
  readonly verify: boolean
  readonly windowBytes: number
}

/** How far past the end of a range a block is looked for that proves that the range ends in a gap. */
const MOST_LOOK_AHEAD = 256
const UNREAD_PARENT: CheckResult = {
  check: 'parent-link',
  outcome: 'skipped',
  reason: 'first block of the range: its parent was not read',
}
const NO_PARENT: CheckResult = { check: 'parent-link', outcome: 'skipped', reason: 'the block names no parent' }
const LINKED: CheckResult = { check: 'parent-link', outcome: 'passed' }

/** The blocks of a range, in order and linked. Whatever is in flight when it ends is aborted by its caller, through the signal. */
export async function* streamBlocks<S extends Stack>(
  context: StreamContext<S>,
  range: BlockRange,
  options: ReadOptions & { readonly signal: AbortSignal },
): AsyncGenerator<L2Block<S>, void, undefined> {
  const { reader, transport, hasGaps } = context
  const { signal } = options
  assertRange(range, transport)
  const to = typeof range.to === 'number' ? range.to : (await reader.readHead(range.to, { signal })).claim.number
  // Heights up to here are not in the future, so an absent one may have been skipped.
  const known = !hasGaps || typeof range.to !== 'number' ? to : (await reader.readHead('latest', { signal })).claim.number

  const window = createByteWindow(context.windowBytes)
  const queue: Promise<Candidate<S> | undefined>[] = []
  const chain = createChain(context, range.from, options)
  let next = range.from
  const refill = (): void => {
    for (let room = window.room(queue.length); room > 0 && next <= to; room -= 1) {
      const slot = hasGaps && next <= known ? reader.readOrAbsent(next, options) : reader.read(next, options)
      // Its failure is thrown when its turn comes, and is nobody's business before.
      slot.catch(() => {})
      queue.push(slot)
      next += 1
    }
  }

  for (refill(); queue.length > 0; refill()) {
    const candidate = await (queue.shift() as (typeof queue)[number])
    if (signal.aborted) throw abortedError(transport, signal)
    if (!candidate) continue
    window.observe(candidate.bytes)
    yield* chain.append(candidate)
  }
  if (hasGaps && chain.height() < to) {
    const proof = await findProof(context, to + 1, options)
    yield* chain.appendBefore(proof)
  }
}

interface Chain<S extends Stack> {
  /** The highest height that is proven, by a block or by a gap. */
  height(): number
  /** The block, after any that the endpoint said were absent though this block's parents. */
  append(candidate: Candidate<S>): AsyncGenerator<L2Block<S>, void, undefined>
  /** Only what lies between the chain and a block beyond it. */
  appendBefore(candidate: Candidate<S>): AsyncGenerator<L2Block<S>, void, undefined>
}

function createChain<S extends Stack>(context: StreamContext<S>, from: number, options: ReadOptions): Chain<S> {
  const { reader, transport, hasGaps, verify } = context
  let previous: BlockRef | undefined

  /** Undefined where the block turns out to be of a branch that has a block where this chain has none. */
  const link = async (candidate: Candidate<S>): Promise<L2Block<S> | undefined> => {
    const before = previous
    let accepted = candidate
    let result = UNREAD_PARENT
    if (verify && before) {
      result = candidate.block.parent ? LINKED : NO_PARENT
      if (!isChildOf(candidate, before)) {
        const relinked = await relink(before, candidate)
        candidate.reject(`parent-link: block ${candidate.block.number} does not follow the block before it`)
        if (!relinked) return undefined
        accepted = relinked
      }
    }
    previous = { number: accepted.block.number, hash: accepted.block.hash }
    return reader.finish(accepted, result)
  }

  /**
   * Asks each endpoint for both blocks: one that serves the known parent and a child of it settles the matter, and, where heights have
   * gaps, one that serves the parent and nothing at the height.
   */
  const relink = async (before: BlockRef, candidate: Candidate<S>): Promise<Candidate<S> | undefined> => {
    const { number } = candidate.block
    const [, child] = await reader.readTogether([before.number, number], { ...options, hasGaps }, (pair) => {
      const [parentAgain, childAgain] = pair
      const isSameParent = parentAgain !== undefined && sameHash(parentAgain.block.hash, before.hash)
      if (isSameParent && (!childAgain || isChildOf(childAgain, before))) return
      const claimed = childAgain?.block.parent?.hash ?? 'no parent'
      throw new VerificationError('parent-link', claimed, before.hash, {
        network: transport.network.id,
        detail: `block ${number} does not follow block ${before.number}: the chain was reorganised below it, or an endpoint is wrong`,
      })
    })
    return child
  }

  /** Parents of a block that lie above the chain, though an endpoint called them absent; lowest first. */
  const missingBelow = async (candidate: Candidate<S>): Promise<Candidate<S>[]> => {
    const missing: Candidate<S>[] = []
    const floor = previous?.number ?? from - 1
    let { parent } = candidate.block
    while (parent && parent.number > floor) {
      const found = await reader.read(parent.number, options)
      missing.unshift(found)
      parent = found.block.parent
    }
    return missing
  }

  return {
    height: () => previous?.number ?? from - 1,
    async *append(candidate) {
      if (hasGaps) yield* this.appendBefore(candidate)
      const block = await link(candidate)
      if (block) yield block
    },
    async *appendBefore(candidate) {
      for (const found of await missingBelow(candidate)) {
        const block = await link(found)
        if (block) yield block
      }
    },
  }
}

function isChildOf<S extends Stack>(candidate: Candidate<S>, before: BlockRef): boolean {
  const { parent } = candidate.block
  return !parent || (parent.number === before.number && sameHash(parent.hash, before.hash))
}

/** The first block from `number` on. Its parent proves which of the heights below it are empty. */
async function findProof<S extends Stack>(
  { reader, transport }: StreamContext<S>,
  number: number,
  options: ReadOptions & { readonly signal: AbortSignal },
): Promise<Candidate<S>> {
  const head = (await reader.readHead('latest', { signal: options.signal })).claim.number
  for (let height = number; height <= Math.min(head, number + MOST_LOOK_AHEAD); height += 1) {
    const candidate = await reader.readOrAbsent(height, options)
    if (candidate) return candidate
  }
  throw new BlockNotFoundError(number - 1, 'not-yet', { network: transport.network.id })
}

function assertRange(range: BlockRange, transport: Transport): void {
  const { from, to } = range
  const heights = typeof to === 'number' ? [from, to] : [from]
  if (heights.every((height) => Number.isSafeInteger(height) && height >= 0) && (typeof to !== 'number' || from <= to)) return
  throw new DefimonError('CONFIG', `not a range of blocks: ${from} to ${to}`, { network: transport.network.id })
}
