import { type Evidence, evidenceOf, isStepBack, type Reliance, relianceOf, type Settlement, type Stage } from '@defimon/core'
import type { SpanMap } from './span-map.ts'

/** What is remembered of the settlement of a stretch of stored blocks: what was promised of it, and when to ask again. */
export interface KnownSettlement extends Reliance {
  /** How firm the parent block of the strongest evidence is. */
  readonly parentStatus?: Evidence['parentStatus']
  /** The highest parent block that the answers named. In memory only. */
  readonly parentNumber?: number
  /** When to ask again, on the monotonic clock; in memory only, so that a new run asks at once. */
  readonly dueMs: number
  /** How long the last answer was waited upon. */
  readonly pauseMs: number
}

const STATUSES: readonly Evidence['parentStatus'][] = ['included', 'safe', 'finalized']
const STAGES: readonly Stage[] = ['sequenced', 'posted', 'claimed', 'proven', 'settled']
const SHORTEST_PAUSE_MS = 12_000
const USUAL_PAUSE_MS = 60_000
/** While a parent block can still go, a step back is looked for this often. */
const LONGEST_OPEN_PAUSE_MS = 120_000
const LONGEST_PAUSE_MS = 600_000

/**
 * What to remember of an answer. `waitedMs`: how long it was waited for one that says nothing new, 0 where it does. `isOwn`: the chain
 * settles by consensus of its own.
 */
export function knownOf(settlement: Settlement, nowMs: number, waitedMs: number, isOwn = false): KnownSettlement {
  const { state, nextExpectedMs } = settlement
  const evidence = evidenceOf(state)
  const strongest = evidence.at(-1)?.evidence
  const known: KnownSettlement = {
    ...relianceOf(settlement),
    ...(strongest && { parentStatus: strongest.parentStatus }),
    ...(strongest && { parentNumber: Math.max(...evidence.map((each) => each.evidence.number)) }),
    dueMs: nowMs,
    pauseMs: 0,
  }
  return waitFor(known, nowMs, waitedMs > 0 ? waitedMs * 2 : (nextExpectedMs ?? USUAL_PAUSE_MS), isOwn)
}

/** What to remember where an answer follows another: one that leaves out how the data were posted does not take back that they were. */
export function carryOn(known: KnownSettlement | undefined, fresh: KnownSettlement, answer: Settlement): KnownSettlement {
  const { state } = answer
  const saysOfPosting = state.stage === 'sequenced' || (state.posted ?? []).length > 0
  return known?.isOrderingFinal && !saysOfPosting ? { ...fresh, isOrderingFinal: true } : fresh
}

/** The same, to be asked for later: each time in vain twice as long. */
export function postponed(known: KnownSettlement, nowMs: number, isOwn = false): KnownSettlement {
  return waitFor(known, nowMs, known.pauseMs * 2, isOwn)
}

function waitFor(known: KnownSettlement, nowMs: number, wantedMs: number, isOwn: boolean): KnownSettlement {
  const isFirm = known.parentStatus === 'finalized' && known.isOrderingFinal
  // What a chain settles by itself waits for no parent's block that others could take back: where it stands still, nothing is to be learned.
  const longest = isFirm || (isOwn && known.stage === 'sequenced') ? LONGEST_PAUSE_MS : LONGEST_OPEN_PAUSE_MS
  const pauseMs = Math.min(longest, Math.max(SHORTEST_PAUSE_MS, wantedMs))
  return { ...known, dueMs: nowMs + pauseMs, pauseMs }
}

/** Whether nothing can come after it: the ordering is final and withdrawals can run. It is not asked for again. */
export function isLast(known: KnownSettlement): boolean {
  return known.isOrderingFinal && known.isWithdrawable
}

/** Whether two stretches stand alike, so that one question can stand for both. */
export function isAlike(a: KnownSettlement, b: KnownSettlement): boolean {
  return (
    a.stage === b.stage &&
    a.parentStatus === b.parentStatus &&
    a.isOrderingFinal === b.isOrderingFinal &&
    a.isWithdrawable === b.isWithdrawable
  )
}

/** What holds for two stretches that stand alike; undefined where they do not. */
export function joinKnown(a: KnownSettlement, b: KnownSettlement): KnownSettlement | undefined {
  if (!isAlike(a, b)) return undefined
  const highest = Math.max(a.parentNumber ?? -1, b.parentNumber ?? -1)
  const sooner = a.dueMs <= b.dueMs ? a : b
  return { ...sooner, ...(highest >= 0 && { parentNumber: highest }) }
}

/** Whether an answer takes back what is known: an earlier stage, or a promise that does not hold any more. */
export function takesBack(known: KnownSettlement | undefined, answer: Settlement): boolean {
  return known !== undefined && isStepBack(known, answer)
}

/** The spans as text for the checkpoint. Neighbours that stand alike become one, so it stays short. */
export function encodeCursor(spans: SpanMap<KnownSettlement>): string | undefined {
  const rows: (number | string)[][] = []
  let last: { row: (number | string)[]; value: KnownSettlement } | undefined
  for (const { from, to, value } of spans) {
    // What is merely sequenced is found out again with one question.
    if (value.stage === 'sequenced') continue
    if (last && last.row[1] === from - 1 && isAlike(last.value, value)) {
      last.row[1] = to
      continue
    }
    const row = [from, to, value.stage, value.parentStatus ?? '', value.isOrderingFinal ? 1 : 0, value.isWithdrawable ? 1 : 0]
    rows.push(row)
    last = { row, value }
  }
  return rows.length > 0 ? JSON.stringify({ version: 1, spans: rows }) : undefined
}

/** The spans of a cursor; none where there is no cursor, or one that another release wrote. */
export function decodeCursor(cursor: string | undefined): SpanMap<KnownSettlement> {
  if (cursor === undefined) return []
  try {
    const parsed = JSON.parse(cursor) as { version?: unknown; spans?: unknown }
    if (parsed.version !== 1 || !Array.isArray(parsed.spans)) return []
    return parsed.spans.flatMap((row: unknown) => {
      if (!Array.isArray(row)) return []
      const [from, to, stage, status, order, exit] = row as unknown[]
      const isRange = Number.isSafeInteger(from) && Number.isSafeInteger(to) && (from as number) <= (to as number)
      if (!isRange || !STAGES.includes(stage as Stage)) return []
      const parentStatus = STATUSES.find((known) => known === status)
      const value: KnownSettlement = {
        stage: stage as Stage,
        isOrderingFinal: order === 1,
        isWithdrawable: exit === 1,
        ...(parentStatus && { parentStatus }),
        dueMs: Number.NEGATIVE_INFINITY,
        pauseMs: 0,
      }
      return [{ from: from as number, to: to as number, value }]
    })
  } catch {
    return []
  }
}
