import type { Instant } from './block-interval.ts'
import type { HeadAnswer } from './head-reader.ts'

/** A head as old as this may come from a node that is catching up; it is asked at most once a minute. */
const STALE_MS = 60_000
const STALE_BLOCKS = 30

/** Whether a node is catching up, and its head not to be believed. */
export interface SyncingCheck {
  isSyncing(answer: HeadAnswer, at: Instant): Promise<boolean>
  /** Every endpoint says so for ever: on this network it means nothing. */
  disregard(): void
}

/** Asks a node whether it is catching up: when it is new, and when its head is old. */
export function createSyncingCheck(blockTimeMs: () => number): SyncingCheck {
  const askedAt = new Map<string, { atMs: number; syncing: boolean }>()
  let disregarded = false
  return {
    async isSyncing(answer, at) {
      if (disregarded) return false
      const { timestampMs } = answer.claim
      const last = askedAt.get(answer.endpoint)
      const stale = timestampMs !== undefined && at.wallMs - timestampMs > Math.max(STALE_MS, STALE_BLOCKS * blockTimeMs())
      if (last && !last.syncing && !(stale && at.monotonicMs - last.atMs > STALE_MS)) return false
      const syncing = await answer.isSyncing().catch(() => false)
      askedAt.set(answer.endpoint, { atMs: at.monotonicMs, syncing })
      return syncing
    },
    disregard() {
      disregarded = true
    },
  }
}
