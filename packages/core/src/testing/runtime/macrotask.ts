declare const setImmediate: ((task: () => void) => unknown) | undefined

/**
 * Resolves after everything that promises have queued has run. A virtual clock may only move when no code can still act at the
 * present moment, and promise chains of unknown length (fetch bodies, async iterators) are only known to be done when the host
 * starts its next task. This touches the host's scheduler, not its clock, so it is allowed here although all else goes through
 * `Runtime`.
 */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') return void setImmediate(resolve)
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
