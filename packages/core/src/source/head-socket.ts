import { DefimonError } from '../contract/errors.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { HeadClaim, HeadReader } from './head-reader.ts'
import { linkAbort } from './linked-abort.ts'

/** New heads by WebSocket, beside the polls. While it is lost, polls do all the work, so no block is lost. */
export interface HeadSocket {
  /** The newest head that was told and not yet taken. */
  take(): HeadClaim | undefined
  /** Sleeps until a head is told or the time is over. Rejects when aborted. */
  wait(ms: number): Promise<void>
  /** Whether it told a head that was believed, before a poll found it. Until then, polls go on as if there were no socket. */
  rely(good: boolean): void
  /** How long to wait for the next poll: with a socket that is relied on, polls only make sure. */
  slowed(delayMs: number, blockTimeMs: number): number
  close(): Promise<void>
}

const FIRST_RETRY_MS = 15_000
const MOST_RETRY_MS = 600_000
/** With a socket that tells heads, a poll comes after so many block times of silence. */
const SILENT_BLOCKS = 4
const SILENT_MS = 5_000

/** Subscribes, and subscribes again some time after the socket was lost. */
export function createHeadSocket(
  reader: Required<Pick<HeadReader, 'newHeads'>>,
  runtime: Runtime,
  signal: AbortSignal,
): HeadSocket {
  const life = linkAbort([signal])
  let told: HeadClaim | undefined
  let alive = false
  let reliable = false
  let wake: (() => void) | undefined

  const run = async (): Promise<void> => {
    for (let retryMs = FIRST_RETRY_MS; !life.signal.aborted; retryMs = Math.min(MOST_RETRY_MS, retryMs * 2)) {
      try {
        for await (const claim of reader.newHeads({ signal: life.signal })) {
          alive = true
          retryMs = FIRST_RETRY_MS
          told = claim
          wake?.()
        }
      } catch (error) {
        if (DefimonError.isInstance(error) && error.code === 'UNSUPPORTED') return
      }
      // Whoever waits for the socket must poll instead, and at once: heads may have been missed.
      if (alive) wake?.()
      alive = false
      reliable = false
      await runtime.sleep(retryMs, life.signal).catch(() => {})
    }
  }
  const running = run().finally(() => {
    alive = false
  })

  return {
    take() {
      const claim = told
      told = undefined
      return claim
    },
    async wait(ms) {
      if (told) return
      const sleeping = linkAbort([life.signal])
      wake = () => sleeping.abort()
      try {
        await runtime.sleep(ms, sleeping.signal)
      } catch (error) {
        if (life.signal.aborted) throw error
      } finally {
        wake = undefined
        sleeping.release()
      }
    },
    rely(good) {
      reliable = good
    },
    slowed: (delayMs, blockTimeMs) => (alive && reliable ? Math.max(delayMs, SILENT_MS, SILENT_BLOCKS * blockTimeMs) : delayMs),
    async close() {
      life.abort()
      await running
    },
  }
}
