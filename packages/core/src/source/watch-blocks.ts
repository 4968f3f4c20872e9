import type { BlockRef, Detail, L2Block } from '../contract/block.ts'
import { DefimonError, type VerificationError } from '../contract/errors.ts'
import type { Stack } from '../contract/network.ts'
import type { BlockSource, ChainEvent, WatchOptions } from '../contract/source.ts'
import { abortableIterable } from './abortable-iterable.ts'
import { createHeadFollower, type HeadFollower, isFinalFailure } from './head-follower.ts'
import type { HeadClaim } from './head-reader.ts'
import { withParentLink } from './parent-link.ts'
import { createRecentRefs, type RecentRefs } from './recent-refs.ts'
import { ChainMovedError, findReorg } from './reorg.ts'

/** How blocks are watched. */
export interface WatchBlocksOptions<D extends Detail = Detail> extends WatchOptions<D> {
  /** Told of every failure that is waited out. */
  readonly onRetry?: (error: DefimonError) => void
  /** Gives a height below which no reorg is expected any more, so that less is remembered: a final block's. */
  readonly finalNumber?: () => number | undefined
}

/** So many failures to read what a head promised, and the head itself is no longer believed. */
const MOST_ATTEMPTS = 5
/** So many moves of the chain without a block in between, and the head that led there is no longer believed. */
const MOST_MOVES = 8
/** So many such heads in a row, and the endpoints contradict each other. */
const MOST_DEAD_HEADS = 3

/**
 * The blocks of a network as they are made, each one once and none left out, and reorgs: first the event, which names what is gone
 * (ascending), then the blocks of the new branch. Every block's parent is the one yielded before it, or the common ancestor.
 *
 * Heads are polled when the next block is due, and told by a socket where there is one; a lost socket loses no block. A head that
 * moves back, jumps absurdly, carries a time from the future or comes from a node that is catching up is not believed.
 *
 * With `from` a ref that is gone, the first event is the reorg. What lay below that ref on the old branch is found out as long as
 * endpoints still serve it; where they do not, the event goes back by one block, and the caller's own store knows the rest.
 *
 * Fails where the very first question fails, with `VERIFICATION` where no endpoint gives a consistent block, and with
 * `REORG_TOO_DEEP` where a reorg goes below what is remembered (16,384 blocks, or down to `finalNumber`). Outages are waited out; `onRetry` tells of them.
 */
export function watchBlocks<S extends Stack, D extends Detail = 'receipts'>(
  source: BlockSource<S>,
  options: WatchBlocksOptions<D> = {},
): AsyncIterable<ChainEvent<L2Block<S, D>>> {
  const { from } = options
  const start = async function* (signal: AbortSignal): AsyncGenerator<ChainEvent<L2Block<S, D>>, void, undefined> {
    const known = typeof from === 'object' ? from : undefined
    const follower = createHeadFollower(source, {
      tag: options.tag ?? 'latest',
      signal,
      known,
      onRetry: options.onRetry,
      repeat: true,
    })
    const chain = createRecentRefs()
    if (known) chain.push(known)
    const walker = createWalker(source, options, { chain, follower, signal, ...(known && { remembered: known }) })
    try {
      for (;;) yield* walker.walkTo(await follower.next(), typeof from === 'number' ? from : undefined)
    } finally {
      await follower.close()
    }
  }
  return abortableIterable(start, [options.signal])
}

interface WalkContext {
  readonly chain: RecentRefs
  readonly follower: HeadFollower
  readonly signal: AbortSignal
  /** The ref that the caller brought: what lies below it is not known, but exists. */
  readonly remembered?: BlockRef
}

interface Walker<S extends Stack, D extends Detail> {
  /** All events that lead from where the chain stands to a head. `first`: the height to begin at, where it has not begun. */
  walkTo(head: HeadClaim, first: number | undefined): AsyncGenerator<ChainEvent<L2Block<S, D>>, void, undefined>
}

function createWalker<S extends Stack, D extends Detail>(
  source: BlockSource<S>,
  options: WatchBlocksOptions<D>,
  { chain, follower, signal, remembered }: WalkContext,
): Walker<S, D> {
  const { runtime } = follower
  let deadHeads = 0
  const read = {
    signal,
    ...(options.detail && { detail: options.detail }),
    ...(options.keepRaw && { keepRaw: true }),
  }
  const blocksBetween = async function* (from: number, to: number): AsyncGenerator<L2Block<S, D>, void, undefined> {
    if (from === to) yield await source.getBlock<D>(to, read)
    else yield* source.getBlocks<D>({ from, to }, read)
  }

  /** Yields the blocks up to a head. Throws `ChainMovedError` where the next block does not follow the last one. */
  async function* advance(from: number, to: number): AsyncGenerator<ChainEvent<L2Block<S, D>>, void, undefined> {
    for await (const block of blocksBetween(from, to)) {
      const { tip } = chain
      if (tip && block.parent && !isSame(block.parent, tip)) throw new ChainMovedError(block)
      chain.push({ number: block.number, hash: block.hash })
      chain.forgetBelow(options.finalNumber?.() ?? 0)
      yield { type: 'block', block: tip ? withParentLink(block) : block }
    }
  }

  async function* walkTo(head: HeadClaim, first: number | undefined): AsyncGenerator<ChainEvent<L2Block<S, D>>, void, undefined> {
    let attempts = 0
    let moves = 0
    /** Moves on the way to this head, blocks in between or not. */
    let turns = 0
    for (;;) {
      const { tip } = chain
      let moved: { readonly number: number; readonly parent?: BlockRef } | undefined
      try {
        if (tip && head.number <= tip.number) {
          const ours = chain.at(head.number)
          // A node that lags behind tells what we know already.
          if (ours && head.hash !== undefined && isSame(ours, { number: head.number, hash: head.hash })) return
          // Below all that is remembered there is nothing to compare: the node has yet to catch up.
          if (head.number < (chain.lowest ?? tip).number) return
          moved = await source.getBlock(head.number, { detail: 'header', signal })
          if (ours?.hash === (moved as BlockRef).hash) return
        } else {
          const from = tip ? tip.number + 1 : (first ?? head.number)
          if (from > head.number) return
          for await (const event of advance(from, head.number)) {
            attempts = 0
            moves = 0
            deadHeads = 0
            yield event
          }
          return
        }
      } catch (error) {
        if (error instanceof ChainMovedError) moved = error.block
        else if (!isBrokenLink(error)) {
          attempts += 1
          if (signal.aborted || isFinalFailure(error)) throw error
          options.onRetry?.(error as DefimonError)
          if (attempts >= MOST_ATTEMPTS) return follower.forget(chain.tip)
          await runtime.sleep(Math.min(10_000, (follower.blockTimeMs / 4) * 2 ** attempts), signal)
          continue
        }
      }
      moves += 1
      turns += 1
      // Two endpoints on two branches, each with the next block of its own: the chain goes back and forth as fast as they answer.
      if (turns > MOST_MOVES) await runtime.sleep(Math.min(10_000, follower.blockTimeMs / 4), signal)
      if (moves > MOST_MOVES) {
        deadHeads += 1
        if (deadHeads > MOST_DEAD_HEADS) throw contradiction()
        // One endpoint on a branch of its own names heights that the others do not have.
        return follower.forget(chain.tip)
      }
      if (!moved) continue
      const reorg = await findReorg({ source, chain, block: moved, signal, ...(remembered && { remembered }) })
      if (reorg) yield { type: 'reorg', ...reorg }
    }
  }

  function contradiction(): DefimonError {
    const message = `the chain moved ${MOST_MOVES} times while it was read, for ${MOST_DEAD_HEADS} heads in a row: its endpoints contradict each other`
    return new DefimonError('CONTRADICTION', message, { network: source.network.id })
  }

  return { walkTo }
}

/** The chain moved while a range was read; a fresh look tells where to. */
function isBrokenLink(error: unknown): boolean {
  return DefimonError.isInstance(error) && error.code === 'VERIFICATION' && (error as VerificationError).check === 'parent-link'
}

function isSame(a: BlockRef, b: BlockRef): boolean {
  return a.number === b.number && a.hash === b.hash
}
