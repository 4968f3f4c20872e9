import { blockBefore, type ParentView } from '@defimon/evm/parent'
import type { EventScan } from './event-scan.ts'

/** Clocks of sequencers and of Ethereum's proposers differ by less. */
const DRIFT_MS = 30 * 60_000
/** How much too early a stretch may begin: an hour is 300 blocks of Ethereum, a sixth of the first question. */
const TOLERANCE_MS = 3_600_000
/** Further ahead than this, scanning through costs more than starting anew. */
const FAR_MS = 3 * 24 * 3_600_000
/** How far back a predecessor is looked for: with steps that double, some weeks of Ethereum. */
const MOST_STEPS_BACK = 8

/** What the parent chain's pace is, and where the rollup's contracts begin. */
export interface ParentPace {
  readonly blockTimeMs: number
  readonly lowest: number
}

/**
 * Makes a stretch begin before an L2 block was made: what is said of a block on the parent is said after that. Costs a few headers where the
 * stretch must move, and nothing where blocks are asked for in order.
 */
export async function coverTime<E>(view: ParentView, scan: EventScan<E>, timeMs: number, pace: ParentPace): Promise<void> {
  scan.refresh(view)
  const wantedMs = timeMs - DRIFT_MS
  if (scan.to >= scan.from) {
    const beginsMs = (await view.block(scan.from)).timestampMs
    const endsMs = beginsMs + (scan.to - scan.from) * pace.blockTimeMs
    if (beginsMs <= wantedMs && wantedMs <= endsMs + FAR_MS) return
    // The contracts begin here.
    if (scan.from <= pace.lowest && wantedMs <= endsMs + FAR_MS) return
  }
  const start = await blockBefore(view, wantedMs, { toleranceMs: TOLERANCE_MS, blockTimeMs: pace.blockTimeMs })
  if (start < scan.from && scan.from <= scan.to + 1 && scan.from - start <= FAR_MS / pace.blockTimeMs) {
    while (scan.from > start && (await scan.backward(view))) {
      // What was scanned above is kept: blocks may be asked for from the newest down.
    }
    return
  }
  scan.startAt(start)
}

/** Scans on until something is found, or the head is reached. */
export async function scanUntil<E, T>(
  view: ParentView,
  scan: EventScan<E>,
  find: (scan: EventScan<E>) => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  for (;;) {
    const found = await find(scan)
    if (found !== undefined || !(await scan.forward(view))) return found
  }
}

/** Scans back until something is found, or the contracts begin, or for some weeks. */
export async function scanBackUntil<E, T>(
  view: ParentView,
  scan: EventScan<E>,
  find: (scan: EventScan<E>) => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  for (let step = 0; step < MOST_STEPS_BACK; step += 1) {
    const found = await find(scan)
    if (found !== undefined || !(await scan.backward(view))) return found
  }
  return find(scan)
}
