import type { ParentView } from '@defimon/evm/parent'

/** Older ones say little of today's pace. */
const COUNTED = 8

/**
 * When the next event of a kind is expected, ms from now, by the parent blocks of those before: the usual time between two. Undefined where
 * fewer than two are known; 0 where it is overdue.
 */
export function nextExpectedMs(view: ParentView, blocks: readonly number[], blockTimeMs: number): number | undefined {
  const distinct = [...new Set(blocks)].slice(-COUNTED)
  const first = distinct[0]
  const last = distinct.at(-1)
  if (first === undefined || last === undefined || distinct.length < 2) return undefined
  const gap = (last - first) / (distinct.length - 1)
  return Math.max(0, Math.round((last + gap - view.latest.number) * blockTimeMs))
}
