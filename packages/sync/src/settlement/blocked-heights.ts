import type { HeightRange } from '../done-ranges.ts'
import { overlay, piecesOf, type SpanMap, spanAt } from './span-map.ts'

const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 600_000

interface Blocked {
  readonly dueMs: number
  readonly failures: number
}

/** Heights whose question failed: they are left alone for a while, each stretch for itself, so that they stop no other. */
export interface BlockedHeights {
  /**
   * The question for a height failed. Nobody says how far the trouble reaches: each failure in a row leaves out a stretch twice as
   * long, and a stretch that fails again is left alone for longer.
   */
  failed(height: number, within: HeightRange, nowMs: number): void
  /** A question worked. */
  worked(covered: HeightRange): void
  /** The height of a range to ask for now: the lowest that never failed, else an end of a stretch that may be tried again. */
  pick(range: HeightRange, nowMs: number): number | undefined
  /** The other way round, for a range in which those that never failed do not become fewer. */
  pickAgain(range: HeightRange, nowMs: number): number | undefined
  /** When the next of them may be asked for again. */
  nextMs(nowMs: number): number | undefined
}

/** Nothing is blocked yet. */
export function createBlockedHeights(): BlockedHeights {
  let blocked: SpanMap<Blocked> = []
  let inRow = 0
  let width = 1
  const later = (failures: number, nowMs: number): Blocked => ({
    failures,
    dueMs: nowMs + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20)),
  })
  const fresh = (range: HeightRange): number | undefined => piecesOf(blocked, range).find(({ value }) => !value)?.from
  const retry = (range: HeightRange, nowMs: number): number | undefined => {
    const due = piecesOf(blocked, range).find(({ value }) => value && value.dueMs <= nowMs)
    // Trouble has two ends, and either may be past: from the one that was not tried last.
    return due && (due.value!.failures % 2 === 1 ? due.to : due.from)
  }
  return {
    failed(height, within, nowMs) {
      const again = spanAt(blocked, height)
      if (again) {
        blocked = overlay(blocked, again, () => later(again.value.failures + 1, nowMs))
        return
      }
      const to = Math.min(within.to, height + width * 2 ** Math.min(inRow, 12) - 1)
      inRow += 1
      blocked = overlay(blocked, { from: height, to }, (old) => old ?? later(1, nowMs))
    },
    worked(covered) {
      inRow = 0
      width = Math.min(4_096, covered.to - covered.from + 1)
      if (blocked.length > 0) blocked = overlay(blocked, covered, () => undefined)
    },
    pick: (range, nowMs) => fresh(range) ?? retry(range, nowMs),
    pickAgain: (range, nowMs) => retry(range, nowMs) ?? fresh(range),
    nextMs(nowMs) {
      const due = blocked.map(({ value }) => value.dueMs).filter((dueMs) => dueMs > nowMs)
      return due.length > 0 ? Math.min(...due) : undefined
    },
  }
}
