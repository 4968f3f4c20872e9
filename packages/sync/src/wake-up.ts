/** A bell between two loops of one network: one rings, the other goes on. */
export interface WakeUp {
  ring(): void
  /** Resolves at the next ring, or at once where it rang since the last wait. Rejects with the signal's reason. */
  wait(signal: AbortSignal): Promise<void>
}

/** A bell with one listener. */
export function createWakeUp(): WakeUp {
  let rang = false
  let wake: (() => void) | undefined
  return {
    ring() {
      rang = true
      wake?.()
    },
    async wait(signal) {
      signal.throwIfAborted()
      if (!rang) {
        await new Promise<void>((resolve, reject) => {
          const onAbort = (): void => reject(signal.reason)
          signal.addEventListener('abort', onAbort, { once: true })
          wake = () => {
            signal.removeEventListener('abort', onAbort)
            resolve()
          }
        }).finally(() => {
          wake = undefined
        })
      }
      rang = false
    },
  }
}
