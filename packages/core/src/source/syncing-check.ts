import type { Instant } from './block-interval.ts'
import type { HeadAnswer } from './head-reader.ts'

/** A head as old as this may come from a node that is catching up; it is asked after a minute, and each further time after twice as long. */
const STALE_MS = 60_000
const STALE_BLOCKS = 30
const MOST_PAUSE_MS = 7_200_000

/** Whether a node is catching up, and its head not to be believed. */
export interface SyncingCheck {
  isSyncing(answer: HeadAnswer, at: Instant): Promise<boolean>
  /** Every endpoint says so for ever: on this network it means nothing. */
  disregard(): void
}

/** Asks a node whether it is catching up: when it is new, and when its head is old. */
export function createSyncingCheck(blockTimeMs: () => number): SyncingCheck {
  const asked = new Map<string, { readonly atMs: number; readonly syncing: boolean; readonly pauseMs: number }>()
  let disregarded = false
  return {
    async isSyncing(answer, at) {
      if (disregarded) return false
      const { timestampMs } = answer.claim
      const last = asked.get(answer.endpoint)
      const stale = timestampMs !== undefined && at.wallMs - timestampMs > Math.max(STALE_MS, STALE_BLOCKS * blockTimeMs())
      if (last && !stale && last.pauseMs > STALE_MS) asked.set(answer.endpoint, { ...last, pauseMs: STALE_MS })
      if (last && !last.syncing && !(stale && at.monotonicMs - last.atMs > last.pauseMs)) return false
      const syncing = await answer.isSyncing().catch(() => false)
      const pauseMs = last && stale && !syncing ? Math.min(MOST_PAUSE_MS, last.pauseMs * 2) : STALE_MS
      asked.set(answer.endpoint, { atMs: at.monotonicMs, syncing, pauseMs })
      return syncing
    },
    disregard() {
      disregarded = true
    },
  }
}
