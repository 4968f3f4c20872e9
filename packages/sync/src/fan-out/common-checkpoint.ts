import type { BlockRef, Checkpoint, NetworkId } from '@defimon/core'
import { clipRanges, type HeightRange, isDone } from '../done-ranges.ts'

/** Where all sinks of a network stand together. */
export interface CommonCheckpoint {
  /** From here the sync goes on: every block that it does not read again is in every sink. */
  readonly checkpoint: Checkpoint | undefined
  /** Whether all of them stand there exactly. */
  readonly isInStep: boolean
}

/**
 * What the checkpoints of several sinks have in common. Where they differ, a crash came between two sinks, and they may hold different
 * branches: common is what is final in all of them. A sink without a checkpoint has nothing, so nothing is common.
 */
export function commonCheckpoint(network: NetworkId, all: readonly (Checkpoint | undefined)[]): CommonCheckpoint {
  const known = all.filter((each) => each !== undefined)
  if (known.length === 0) return { checkpoint: undefined, isInStep: true }
  const [first] = known
  const isInStep = known.length === all.length && known.every((each) => position(each) === position(first!))
  if (isInStep) return { checkpoint: first, isInStep }
  const finalized = lowest(known.map((each) => each.finalized))
  if (known.length < all.length || !finalized) return { checkpoint: undefined, isInStep }
  const done = clipRanges(
    known.map((each) => each.done).reduce((a, b) => intersection(a, b)),
    finalized.number,
  )
  const anchoredUpTo = lowest(known.map((each) => each.anchoredUpTo))
  const cursors = new Set(known.map((each) => each.settlementCursor))
  const [cursor] = cursors
  return {
    isInStep,
    checkpoint: {
      ...{ network, done, finalized },
      ...(isDone(done, finalized.number) && { head: finalized }),
      ...(anchoredUpTo && { anchoredUpTo }),
      // Settlement is walked again where one sink may have missed a step of it: it merges.
      ...(cursors.size === 1 && cursor !== undefined && { settlementCursor: cursor }),
    },
  }
}

/** The one with more blocks below it. */
export function higher(a: BlockRef | undefined, b: BlockRef | undefined): BlockRef | undefined {
  return a && (!b || a.number > b.number) ? a : b
}

/** Heights that are in both. */
function intersection(a: readonly HeightRange[], b: readonly HeightRange[]): readonly HeightRange[] {
  return a
    .flatMap((left) => b.map((right) => ({ from: Math.max(left.from, right.from), to: Math.min(left.to, right.to) })))
    .filter(({ from, to }) => from <= to)
}

/** The lowest of refs that all sinks have; undefined where one has none. */
function lowest(refs: readonly (BlockRef | undefined)[]): BlockRef | undefined {
  return refs.every((ref) => ref !== undefined) ? refs.reduce((a, b) => (b.number < a.number ? b : a)) : undefined
}

function position({ head, done }: Checkpoint): string {
  return JSON.stringify([head?.number, head?.hash, done.map(({ from, to }) => [from, to])])
}
