const UNKNOWN_BYTES = 256 * 1024
const MIN_BYTES = 64
const MAX_METHODS = 512
const LEARNING_RATE = 0.3

/** Bounds the bytes of answers under way, by what each method answered before. */
export interface ByteWindow {
  readonly inFlightBytes: number
  /** Expected size of one answer. */
  estimate(method: string): number
  /** Whether an answer of this size may be asked for now. The first always may, however large. */
  hasRoom(bytes: number): boolean
  acquire(bytes: number): void
  /** Gives back what `acquire` took, and wakes those who found no room. */
  release(bytes: number): void
  /** What one HTTP answer held in all; the difference to the estimate is spread over its methods. */
  learn(methods: readonly string[], bytes: number): void
  /** Calls `wake` once, at the next release. */
  whenReleased(wake: () => void): void
}

/** One window for all endpoints of a transport, since they share the memory. */
export function createByteWindow(maxBytes: number): ByteWindow {
  const estimates = new Map<string, number>()
  let waiting = new Set<() => void>()
  let inFlightBytes = 0
  const estimate = (method: string): number => estimates.get(method) ?? UNKNOWN_BYTES
  return {
    get inFlightBytes() {
      return inFlightBytes
    },
    estimate,
    hasRoom: (bytes) => inFlightBytes === 0 || inFlightBytes + bytes <= maxBytes,
    acquire(bytes) {
      inFlightBytes += bytes
    },
    release(bytes) {
      inFlightBytes -= bytes
      if (waiting.size === 0) return
      const woken = waiting
      waiting = new Set()
      for (const wake of woken) wake()
    },
    learn(methods, bytes) {
      let expected = 0
      for (const method of methods) expected += estimate(method)
      const scale = bytes / expected
      for (const method of new Set(methods)) {
        if (!estimates.has(method) && estimates.size >= MAX_METHODS) continue
        const known = estimates.get(method)
        // The first answer is believed at once, later ones in part.
        const share = known === undefined ? 1 : LEARNING_RATE
        const before = known ?? UNKNOWN_BYTES
        estimates.set(method, Math.max(MIN_BYTES, before * (1 - share + share * scale)))
      }
    },
    whenReleased(wake) {
      waiting.add(wake)
    },
  }
}
