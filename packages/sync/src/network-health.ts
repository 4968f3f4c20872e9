import type { BlockRef, L2Block, L2Network, Runtime } from '@defimon/core'
import type { NetworkHealth } from './sync.ts'

/** A newest block older than this many block times, and at least this old, is behind. */
const LAGGING_BLOCK_TIMES = 10
const LAGGING_LEAST_MS = 60_000
const USUAL_BLOCK_TIME_MS = 2_000
/** A believed block that is newer than now by as much: it is the clock that is wrong. */
const CLOCK_BEHIND_MS = 60_000

/** What the loop of a network reports, and what follows from it. */
export interface HealthRecord {
  stored(block: L2Block): void
  /** A call failed after all retries and endpoints of the transport. */
  failed(why: string): void
  /** A call worked. */
  reached(): void
  /** Heights below the tip that are not stored yet. */
  missing(heights: number): void
  ended(): void
  stopped(why: string): void
  /** `quietAfterMs`: without a block for so long, the network is stalled. */
  read(head: BlockRef | undefined, quietAfterMs: number): Omit<NetworkHealth, 'findings'>
}

/** The health of one network, from what is stored and what failed. */
export function createHealthRecord(network: L2Network, runtime: Runtime): HealthRecord {
  const blockTimeMs = network.blockTimeMs ?? USUAL_BLOCK_TIME_MS
  const startedMs = runtime.monotonicMs()
  let newest: { readonly timestampMs: number; readonly arrivedMs: number } | undefined
  let failure: string | undefined
  let stop: string | undefined
  let hasEnded = false
  let holes = 0

  const judge = (quietAfterMs: number): Pick<NetworkHealth, 'state' | 'because'> => {
    const status = network.status
    if (stop !== undefined) return { state: 'stopped', because: stop }
    if (status?.state === 'sunset') {
      const since = status.since ? ` since ${status.since}` : ''
      const successor = status.successor ? `, followed by ${status.successor}` : ''
      return { state: 'sunset', because: `the network is shut down${since}${successor}${failure ? `; ${failure}` : ''}` }
    }
    if (failure !== undefined) return { state: 'unreachable', because: failure }
    if (hasEnded) return { state: 'live', because: 'the last block that was asked for is stored' }
    const quietMs = runtime.monotonicMs() - (newest?.arrivedMs ?? startedMs)
    if (holes > 0) return { state: 'syncing', because: `${holes} older heights are still to be stored` }
    if (quietMs > quietAfterMs) {
      return { state: 'stalled', because: `no new block for ${seconds(quietMs)}` }
    }
    if (!newest) return { state: 'syncing', because: 'no block was stored yet' }
    const lagMs = runtime.now() - newest.timestampMs
    if (lagMs > Math.max(LAGGING_LEAST_MS, LAGGING_BLOCK_TIMES * blockTimeMs)) {
      return { state: 'lagging', because: `blocks arrive, the newest is ${seconds(lagMs)} old` }
    }
    if (-lagMs > CLOCK_BEHIND_MS) {
      return {
        state: 'live',
        because: `blocks arrive, and are of ${seconds(-lagMs)} from now: the clock of this machine is behind`,
      }
    }
    return { state: 'live', because: `the newest block is ${seconds(Math.max(0, lagMs))} old` }
  }

  return {
    stored(block) {
      if (!newest || block.timestampMs >= newest.timestampMs) {
        newest = { timestampMs: block.timestampMs, arrivedMs: runtime.monotonicMs() }
      }
      failure = undefined
    },
    failed(why) {
      failure = why
    },
    reached() {
      failure = undefined
    },
    missing(heights) {
      holes = heights
    },
    ended() {
      hasEnded = true
    },
    stopped(why) {
      stop = why
    },
    read: (head, quietAfterMs) => ({
      network: network.id,
      ...judge(quietAfterMs),
      ...(head && { head }),
      ...(newest && { lagMs: Math.max(0, runtime.now() - newest.timestampMs) }),
    }),
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
