import {
  type Batch,
  type BlockRef,
  type Checkpoint,
  ContradictionError,
  DefimonError,
  type L2Block,
  type NetworkId,
  type Runtime,
  type Sink,
  type StoredSettlement,
} from '@defimon/core'
import { assertBatch } from './batch-assertions.ts'
import { addRange, clipRanges, type HeightRange, isDone } from './done-ranges.ts'
import { createRangeSeams } from './range-seams.ts'
import { createRecentRefs } from './recent-refs.ts'
import { decodeCursor, encodeCursor, type KnownSettlement } from './settlement/known-settlement.ts'
import { clipSpans, type SpanMap } from './settlement/span-map.ts'

const WRITE_ATTEMPTS = 5
const WRITE_PAUSE_MS = 200

/** A step of the followed chain: first what goes, then what comes. */
export interface FollowedStep {
  /** Everything above it goes. */
  readonly rollbackTo?: BlockRef
  /** Linked to each other and to the tip. */
  readonly blocks: readonly L2Block[]
  /** The height from which on `blocks` leave nothing out, where there is no tip to say it. */
  readonly from: number
}

/** What was learned of the settlement of stored blocks. */
export interface SettledStep {
  readonly settlements: readonly StoredSettlement[]
  readonly reverted: readonly StoredSettlement[]
  /** What is known of all stored blocks after it. */
  readonly spans: SpanMap<KnownSettlement>
  /** A stored block that stands in a final block of the parent chain. */
  readonly anchoredUpTo?: BlockRef
  /** The epoch in which it was learned. */
  readonly epoch: number
}

/** What of one network is in the sink. The only place that writes to it; writes land one after the other. */
export interface StoredChain {
  readonly checkpoint: Checkpoint
  /** The block that the next followed block must link to. It need not be stored itself. */
  readonly tip: BlockRef | undefined
  /** The newest block known to be final. Rollbacks stop above it. */
  readonly finalized: BlockRef | undefined
  /** A stored block that can still go. */
  recent(number: number): BlockRef | undefined
  /** Goes on following from here. The ref is final, or stored. */
  moveTip(tip: BlockRef): void
  /** Stores followed blocks. Resolves to how many stored blocks were removed. */
  follow(step: FollowedStep): Promise<number>
  /** Stores a stretch of final blocks, complete over `range`. */
  fill(range: HeightRange, blocks: readonly L2Block[]): Promise<void>
  /** What is known of the settlement of stored blocks. */
  readonly settlement: SpanMap<KnownSettlement>
  /** Grows whenever stored blocks are removed. */
  readonly epoch: number
  /** Stores what was learned of settlement. Resolves to false, and stores nothing, where blocks were removed since. */
  settle(step: SettledStep): Promise<boolean>
  /** Takes a newer finalized block, where it is a block of the stored chain. Written with the next batch. */
  finalize(ref: BlockRef): void
  /** Resolves when no write is under way. */
  settled(): Promise<void>
}

/** What a stored chain is made of. */
export interface StoredChainOptions {
  readonly network: NetworkId
  readonly sink: Sink
  readonly runtime: Runtime
  readonly checkpoint: Checkpoint | undefined
  readonly signal: AbortSignal
}

/**
 * The stored chain of one network. Its writes fail with `SINK` after five attempts, with `CONTRADICTION` where a batch does not fit
 * what is stored, with `REORG_TOO_DEEP` where it would remove a finalized block.
 */
export function createStoredChain({ network, sink, runtime, checkpoint: resumed, signal }: StoredChainOptions): StoredChain {
  let checkpoint: Checkpoint = resumed ?? { network, done: [] }
  let stored = resumed
  let tip: BlockRef | undefined
  let newFinalized: BlockRef | undefined
  let settled = decodeCursor(resumed?.settlementCursor)
  let epoch = 0
  const recent = createRecentRefs()
  const seams = createRangeSeams(network)
  // Only what is final can stand beside a range that is filled.
  if (resumed?.finalized) seams.know(resumed.finalized)
  let queue: Promise<unknown> = Promise.resolve()
  /** A batch was given up, and may be stored all the same: what the sink holds is not known any more. */
  let lost: DefimonError | undefined

  /** Builds and writes one batch when its turn comes, so it sees the checkpoint that the one before it left. */
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const turn = queue.then(step)
    queue = turn.catch(() => undefined)
    return turn
  }

  const write = async (
    batch: Omit<Batch, 'network' | 'settlements' | 'reverted'> & Partial<Pick<Batch, 'settlements' | 'reverted'>>,
    below: BlockRef | undefined,
  ): Promise<void> => {
    // A checkpoint on top of it would not know of its blocks.
    if (lost) throw lost
    const whole: Batch = { network, settlements: [], reverted: [], ...batch }
    assertBatch(stored, whole, below)
    for (let attempt = 1; ; attempt++) {
      try {
        await sink.write(whole)
        break
      } catch (cause) {
        if (attempt === WRITE_ATTEMPTS || signal.aborted) {
          const why = cause instanceof Error ? cause.message : String(cause)
          lost = new DefimonError('SINK', `the sink refused a batch ${attempt} times: ${why}`, {
            network,
            cause,
            retryable: false,
          })
          throw lost
        }
        await runtime.sleep(WRITE_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + runtime.random() / 2), signal).catch(() => undefined)
      }
    }
    checkpoint = batch.checkpoint
    stored = batch.checkpoint
  }

  const takeFinalized = (): Pick<Checkpoint, 'finalized'> => {
    const finalized = newFinalized ?? checkpoint.finalized
    return finalized ? { finalized } : {}
  }

  return {
    get checkpoint() {
      return checkpoint
    },
    get tip() {
      return tip
    },
    get finalized() {
      return takeFinalized().finalized
    },
    get settlement() {
      return settled
    },
    get epoch() {
      return epoch
    },
    recent: (number) => recent.at(number),
    moveTip(next) {
      tip = { number: next.number, hash: next.hash }
      recent.dropAbove(next.number)
      if (!recent.at(next.number)) recent.push(tip)
    },
    follow: (step) =>
      inTurn(async () => {
        const { rollbackTo, blocks } = step
        const floor = takeFinalized().finalized
        if (rollbackTo && floor && rollbackTo.number < floor.number) {
          const where = `the chain forked at block ${rollbackTo.number}, below finalized block ${floor.number}`
          throw new DefimonError('REORG_TOO_DEEP', where, { network, retryable: false })
        }
        const { anchoredUpTo } = checkpoint
        if (rollbackTo && anchoredUpTo && rollbackTo.number < anchoredUpTo.number) {
          const detail = `the chain forked at block ${rollbackTo.number}, below a block that its parent chain holds`
          throw new ContradictionError(anchoredUpTo, anchoredUpTo.hash, 'another branch', { network, detail, retryable: false })
        }
        const remaining = rollbackTo ? clipSpans(settled, rollbackTo.number) : settled
        const { head: oldHead, ...kept } = rollbackTo ? withCursor(checkpoint, remaining) : checkpoint
        const below = rollbackTo ?? tip
        const last = blocks.at(-1)
        const before = checkpoint.done
        let done = rollbackTo ? clipRanges(checkpoint.done, rollbackTo.number) : checkpoint.done
        let head = rollbackTo && oldHead && oldHead.number > rollbackTo.number ? storedRef(done, rollbackTo) : oldHead
        if (last) {
          done = addRange(done, { from: Math.max(step.from, below ? below.number + 1 : 0), to: last.number })
          head = { number: last.number, hash: last.hash }
        }
        const next: Checkpoint = { ...kept, ...takeFinalized(), ...(head && { head }), done }
        await write({ ...(rollbackTo && { rollbackTo }), blocks, checkpoint: next }, below)
        const gone = rollbackTo ? recent.dropAbove(rollbackTo.number) : []
        settled = remaining
        if (rollbackTo) epoch += 1
        for (const block of blocks) recent.push(block)
        tip = last ? { number: last.number, hash: last.hash } : below
        if (next.finalized) recent.dropBelow(next.finalized.number)
        return gone.filter((ref) => isDone(before, ref.number)).length
      }),
    fill: (range, blocks) =>
      inTurn(async () => {
        const last = blocks.at(-1)
        const head =
          last && last.number > (checkpoint.head?.number ?? -1) ? { number: last.number, hash: last.hash } : checkpoint.head
        const done = addRange(checkpoint.done, range)
        seams.assertFits(range, blocks)
        await write({ blocks, checkpoint: { ...checkpoint, ...takeFinalized(), ...(head && { head }), done } }, undefined)
        seams.join(range, blocks)
      }),
    settle: (step) =>
      inTurn(async () => {
        if (step.epoch !== epoch) return false
        const { settlements, reverted, anchoredUpTo } = step
        const next = { ...withCursor(checkpoint, step.spans), ...takeFinalized(), ...(anchoredUpTo && { anchoredUpTo }) }
        await write({ blocks: [], settlements, reverted, checkpoint: next }, undefined)
        settled = step.spans
        return true
      }),
    finalize(ref) {
      const known = newFinalized ?? checkpoint.finalized
      if (known && ref.number === known.number && ref.hash !== known.hash) {
        const detail = `finalized block ${ref.number} was ${known.hash}, now the endpoint says ${ref.hash}`
        throw new ContradictionError(known, known.hash, ref.hash, { network, detail, retryable: false })
      }
      if (known && ref.number <= known.number) return
      const ours = recent.at(ref.number)
      // Ahead of us, or on a branch that we have not seen yet: it is taken when the follower is there.
      if (tip && ref.number > tip.number) return
      const isTip = tip?.number === ref.number && tip.hash === ref.hash
      if (!isTip && (ours ? ours.hash !== ref.hash : tip !== undefined && known !== undefined)) return
      newFinalized = { number: ref.number, hash: ref.hash }
      if (isTip) seams.know(newFinalized)
    },
    settled: () => queue.then(() => undefined),
  }
}

function withCursor(checkpoint: Checkpoint, spans: SpanMap<KnownSettlement>): Checkpoint {
  const { settlementCursor: _, ...rest } = checkpoint
  const settlementCursor = encodeCursor(spans)
  return settlementCursor === undefined ? rest : { ...rest, settlementCursor }
}

function storedRef(done: readonly HeightRange[], ref: BlockRef): BlockRef | undefined {
  return done.some((range) => range.to === ref.number) ? { number: ref.number, hash: ref.hash } : undefined
}
