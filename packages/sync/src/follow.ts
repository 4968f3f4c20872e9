import {
  type BlockRef,
  type BlockSource,
  type ChainEvent,
  DefimonError,
  type Detail,
  type L2Block,
  type Runtime,
  type WatchBlocksOptions,
} from '@defimon/core'
import { createBlockBatch, rowsOf } from './block-batch.ts'
import { isCanonical } from './is-canonical.ts'
import type { StoredChain } from './stored-chain.ts'
import { createWakeUp } from './wake-up.ts'

/** How a chain is watched. */
export type WatchBlocks = (source: BlockSource, options: WatchBlocksOptions<Detail>) => AsyncIterable<ChainEvent<L2Block>>

/** Rows that may wait for the sink. */
const MOST_WAITING_ROWS = 5_000
/** A block older than this comes from catching up: it may wait a moment for others, so that one commit holds many. */
const OLD_BLOCK_MS = 60_000
const GATHER_MS = 25

/** What following needs. */
export interface FollowOptions {
  readonly source: BlockSource
  readonly chain: StoredChain
  readonly runtime: Runtime
  readonly watch: WatchBlocks
  readonly detail: Detail
  /** First height to store. */
  readonly start: number
  readonly to: number | undefined
  readonly signal: AbortSignal
  onStored(blocks: readonly L2Block[]): void
  onReorg(commonAncestor: BlockRef, depth: number): void
  /** The watch waits out a failure. */
  onRetry(error: DefimonError): void
}

/**
 * Follows the chain from the tip of what is stored, or from `start` where there is no tip. Resolves when `to` is stored, or when the
 * watch must begin again (`'again'`); rejects as the source, the watch and the sink do.
 */
export async function follow(options: FollowOptions): Promise<'reached' | 'again'> {
  const { source, chain, runtime, watch, detail, start, to } = options
  if (to !== undefined && chain.tip && chain.tip.number >= to && (await isStanding(options, chain.tip))) return 'reached'
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  const waiting: ChainEvent<L2Block>[] = []
  let waitingRows = 0
  let ended: { readonly error?: unknown } | undefined
  const filled = createWakeUp()
  const drained = createWakeUp()

  // Whatever waits keeps what its variables last held, and a loop over the watch the last event: a full block of every network. So each
  // event is taken, and each batch stored, by a function that ends. And the promise of a long wait has become an old object when it is
  // kept: what it still refers to outlives the cheap collections of the young.
  const takeNext = async (events: AsyncIterator<ChainEvent<L2Block>>): Promise<boolean> => {
    const result: { done?: boolean | undefined; value?: ChainEvent<L2Block> } = await events.next()
    const event = result.value
    if (result.done || !event) return false
    delete result.value
    waiting.push(event)
    waitingRows += event.type === 'block' ? rowsOf(event.block) : 1
    filled.ring()
    return true
  }
  const pump = async (): Promise<void> => {
    const finalNumber = (): number | undefined => chain.finalized?.number
    const watching = { from: chain.tip ?? start, detail, signal, onRetry: options.onRetry, finalNumber }
    const events = watch(source, watching)[Symbol.asyncIterator]()
    try {
      while (await takeNext(events)) while (waitingRows >= MOST_WAITING_ROWS) await drained.wait(signal)
    } finally {
      await events.return?.()
    }
  }
  const pumping = pump().then(
    () => {
      ended = {}
      filled.ring()
    },
    (error: unknown) => {
      ended = { error }
      filled.ring()
    },
  )

  /** Stores what waits next: what has come of blocks until now, or a reorg with the blocks after it. */
  const storeNext = async (): Promise<'stored' | 'reached' | 'again'> => {
    const next = waiting[0]!
    if (next.type === 'block' && waiting.length === 1 && runtime.now() - next.block.timestampMs > OLD_BLOCK_MS) {
      await runtime.sleep(GATHER_MS, options.signal)
    }
    const reorg = next.type === 'reorg' ? next : undefined
    if (reorg) waiting.shift()
    const batch = createBlockBatch()
    let reached = false
    while (waiting[0]?.type === 'block') {
      const { block } = waiting.shift() as { block: L2Block }
      if (to !== undefined && block.number >= to) reached = true
      if (to !== undefined && block.number > to) break
      if (batch.add(block) || reached) break
    }
    waitingRows = waiting.reduce((rows, event) => rows + (event.type === 'block' ? rowsOf(event.block) : 1), 0)
    drained.ring()
    let rollbackTo = reorg && (await provenAncestor(options, reorg))
    const begins = reorg === undefined || rollbackTo === reorg.commonAncestor
    // A branch that left the chain below `start` comes with blocks that were never wanted.
    const wanted = begins ? batch.blocks.filter((block) => block.number >= start) : []
    const unwanted = begins ? batch.blocks.length - wanted.length : 0
    if (rollbackTo && (wanted.length === 0 || unwanted > 0)) {
      options.onReorg(rollbackTo, await chain.follow({ rollbackTo, blocks: [], from: start }))
      rollbackTo = undefined
    }
    if (!begins) return 'again'
    if (unwanted > 0) chain.moveTip(batch.blocks[unwanted - 1]!)
    if (wanted.length > 0) {
      const depth = await chain.follow({ ...(rollbackTo && { rollbackTo }), blocks: wanted, from: start })
      if (rollbackTo) options.onReorg(rollbackTo, depth)
      options.onStored(wanted)
    }
    return reached ? 'reached' : 'stored'
  }

  try {
    for (;;) {
      options.signal.throwIfAborted()
      while (waiting.length === 0) {
        if (ended) {
          if ('error' in ended) throw ended.error
          return 'again'
        }
        await filled.wait(options.signal)
      }
      const outcome = await storeNext()
      if (outcome !== 'stored') return outcome
    }
  } finally {
    ending.abort()
    await pumping
  }
}

/** Whether the last block that was asked for is there to stay, or at least still there. */
async function isStanding({ source, chain, signal }: FollowOptions, tip: BlockRef): Promise<boolean> {
  return (chain.finalized && chain.finalized.number >= tip.number) || (await isCanonical(source, tip, signal))
}

/**
 * The block to go back to. What the watch names is taken where it is a block that we stored. Where that cannot be known (the branch is
 * older than this run, and no endpoint serves it any more), the last finalized block is.
 */
async function provenAncestor({ source, chain, signal }: FollowOptions, reorg: Reorg): Promise<BlockRef> {
  const { commonAncestor, removed } = reorg
  const { finalized } = chain
  if (!finalized || commonAncestor.number <= finalized.number) return commonAncestor
  const known = chain.recent(commonAncestor.number)
  const isOurs = known ? known.hash === commonAncestor.hash : await isParent(source, commonAncestor, removed[0], signal)
  return isOurs ? commonAncestor : finalized
}

interface Reorg {
  readonly commonAncestor: BlockRef
  readonly removed: readonly BlockRef[]
}

/** Whether the lowest block of the old branch stands on this one: nodes keep such blocks for a while, by their hash. */
async function isParent(
  source: BlockSource,
  parent: BlockRef,
  child: BlockRef | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (!child) return false
  try {
    const block = await source.getBlock({ hash: child.hash }, { detail: 'header', signal })
    return block.parent?.hash === parent.hash
  } catch (error) {
    if (signal.aborted || (DefimonError.isInstance(error) && error.retryable)) throw error
    return false
  }
}
