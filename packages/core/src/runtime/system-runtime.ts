import type { Runtime } from '../contract/runtime.ts'

/** The real clock, timers, randomness, fetch and WebSocket. The only place of the libraries that touches them. */
export function systemRuntime(): Runtime {
  const socket = globalThis.WebSocket
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    random: () => Math.random(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const onAbort = (): void => {
          clearTimeout(timer)
          reject(signal?.reason)
        }
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        }, ms)
        signal?.addEventListener('abort', onAbort, { once: true })
      }),
    fetch: systemFetch,
    ...(socket && { webSocket: (url: string) => new socket(url) }),
  }
}

/** The runtime's own fetch, looked up at the call. Known by identity: where it is used unchanged, Node's faster client may stand in. */
export const systemFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init)
