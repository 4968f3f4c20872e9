import { type BlockRef, evidenceOf, type Runtime, type Settlement, type StoredSettlement } from '@defimon/core'
import type { HeightRange } from '../done-ranges.ts'
import { encodeJson } from '../encode-json.ts'
import type { StoredChain } from '../stored-chain.ts'
import { carryOn, isAlike, joinKnown, type KnownSettlement, knownOf, postponed, takesBack } from './known-settlement.ts'
import { overlay, piecesOf, type Span, type SpanMap } from './span-map.ts'

/** Rows that are written together. */
const MOST_ROWS = 32
/** Answers that are remembered, so that the same one is not written twice. */
const REMEMBERED = 256

/** What one write brought. */
export interface WrittenSettlements {
  readonly settlements: readonly StoredSettlement[]
  readonly reverted: readonly StoredSettlement[]
}

/** What was learned and is not written yet. */
export interface PendingSettlements {
  /** What is known by now, written or not. */
  spans(): SpanMap<KnownSettlement>
  /** Changes when stored blocks were removed: answers about what stood before do not count any more. */
  epoch(): number
  /** Forgets what is pending where blocks were removed meanwhile. */
  refresh(): void
  /** Takes an answer for a range. Returns whether it stands otherwise than before. */
  add(answer: Settlement, range: HeightRange, known: KnownSettlement | undefined): boolean
  /** Takes an answer that takes a step back. */
  takeBack(answer: Settlement, range: HeightRange): void
  absorb(spans: readonly Span<KnownSettlement>[]): void
  /** Nothing has changed: ask later. */
  postpone(range: HeightRange, known: KnownSettlement): void
  /** A stored block was found on the parent chain. */
  anchor(ref: BlockRef): void
  isFull(): boolean
  write(): Promise<void>
}

/** Nothing pending yet; what is known is what the checkpoint says. */
export function createPendingSettlements(
  chain: StoredChain,
  runtime: Runtime,
  onStored: (written: WrittenSettlements) => void,
): PendingSettlements {
  let spans = chain.settlement
  let epoch = chain.epoch
  let settlements: StoredSettlement[] = []
  let reverted: StoredSettlement[] = []
  let anchor: BlockRef | undefined
  const written = new Map<number, string>()
  let isOwn = false

  const reload = (): void => {
    spans = chain.settlement
    epoch = chain.epoch
    settlements = []
    reverted = []
    anchor = undefined
    // What was taken and never written is to be taken again.
    written.clear()
  }
  /** Whether the same was taken for the same heights before. */
  const isRepetition = (answer: Settlement, range: HeightRange): boolean => {
    const text = `${range.to} ${encodeJson(answer.state)}`
    if (written.get(range.from) === text) return true
    written.delete(range.from)
    written.set(range.from, text)
    if (written.size > REMEMBERED) written.delete(written.keys().next().value!)
    return false
  }

  return {
    spans: () => spans,
    epoch: () => chain.epoch,
    refresh() {
      if (epoch !== chain.epoch) reload()
    },
    add(answer, range, known) {
      isOwn ||= evidenceOf(answer.state).some(({ evidence }) => evidence.kind === 'consensus')
      const fresh = carryOn(known, knownOf(answer, runtime.monotonicMs(), 0, isOwn), answer)
      const isChanged = known === undefined || !isAlike(known, fresh)
      const next = isChanged ? fresh : carryOn(known, knownOf(answer, runtime.monotonicMs(), known.pauseMs, isOwn), answer)
      for (const piece of piecesOf(spans, range)) {
        // Further already, by an answer about another part of the range.
        if (takesBack(piece.value, answer)) continue
        const { from, to } = piece
        spans = overlay(spans, { from, to }, () => next, joinKnown)
        // Merely sequenced is what every stored block is.
        if (answer.state.stage !== 'sequenced' && !isRepetition(answer, { from, to })) {
          const last = settlements.at(-1)
          const isOne = last?.block === answer.block && last.holdsFor?.to === from - 1
          if (isOne) settlements[settlements.length - 1] = { ...last, holdsFor: { from: last.holdsFor.from, to } }
          else settlements.push({ ...answer, holdsFor: { from, to } })
        }
      }
      return isChanged
    },
    takeBack(answer, range) {
      const next = knownOf(answer, runtime.monotonicMs(), 0)
      spans = overlay(spans, range, () => next, joinKnown)
      for (const from of written.keys()) if (from >= range.from && from <= range.to) written.delete(from)
      reverted.push({ ...answer, holdsFor: range })
    },
    absorb(added) {
      for (const { from, to, value } of added) spans = overlay(spans, { from, to }, (old) => old ?? value, joinKnown)
    },
    postpone(range, known) {
      const later = postponed(known, runtime.monotonicMs(), isOwn)
      spans = overlay(spans, range, (old) => (old && isAlike(old, known) ? later : old))
    },
    anchor(ref) {
      const highest = anchor ?? chain.checkpoint.anchoredUpTo
      if (!highest || ref.number > highest.number) anchor = ref
    },
    isFull: () => settlements.length + reverted.length >= MOST_ROWS,
    async write() {
      if (settlements.length + reverted.length === 0 && !anchor) return
      const step = { settlements, reverted, spans, epoch, ...(anchor && { anchoredUpTo: anchor }) }
      if (!(await chain.settle(step))) {
        reload()
        return
      }
      const done = { settlements, reverted }
      settlements = []
      reverted = []
      anchor = undefined
      onStored(done)
    },
  }
}
