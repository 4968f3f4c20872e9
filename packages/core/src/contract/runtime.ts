/** The only door to the outside world: time, timers, randomness, fetch and sockets. Tests and simulations give their own. */
export interface Runtime {
  /** Wall clock, ms since 1970. May jump. */
  now(): number
  /** A clock that never goes back, ms from any origin. */
  monotonicMs(): number
  /** Rejects with the signal's reason when aborted; leaves no timer behind. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** In [0, 1). */
  random(): number
  readonly fetch: typeof globalThis.fetch
  readonly webSocket?: (url: string) => WebSocket
}
