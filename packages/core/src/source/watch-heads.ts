import type { BlockRef, BlockTag } from '../contract/block.ts'
import type { DefimonError } from '../contract/errors.ts'
import type { BlockSource } from '../contract/source.ts'
import type { CallOptions } from '../contract/transport.ts'
import { abortableIterable } from './abortable-iterable.ts'
import { createHeadFollower } from './head-follower.ts'
import type { HeadClaim } from './head-reader.ts'

/** How heads are watched. */
export interface WatchHeadsOptions extends CallOptions {
  /** Default `latest`. */
  readonly tag?: BlockTag
  /** A block that was seen before: a head below it is doubted. */
  readonly known?: BlockRef
  /** Told of every failure that is waited out. */
  readonly onRetry?: (error: DefimonError) => void
}

/**
 * The heads of a network that can be believed, as they become known; heights may be left out, and after a reorg that shortened the
 * chain they go down. A head that moves back, jumps beyond what the block rate allows, carries a time from the future, has another
 * hash than before or comes from a node that is catching up is believed only when every endpoint says so repeatedly.
 *
 * Fails where the very first question fails, and where waiting cannot help; other failures are waited out.
 */
export function watchHeads(source: BlockSource, options: WatchHeadsOptions = {}): AsyncIterable<HeadClaim> {
  const start = async function* (signal: AbortSignal): AsyncGenerator<HeadClaim, void, undefined> {
    const follower = createHeadFollower(source, { ...options, tag: options.tag ?? 'latest', signal })
    try {
      for (;;) yield await follower.next()
    } finally {
      await follower.close()
    }
  }
  return abortableIterable(start, [options.signal])
}
