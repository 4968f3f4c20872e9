/** A signal that follows others, and can be aborted by itself. */
export interface LinkedAbort {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
  /** Stops following; leaves no listener behind. Does not abort. */
  release(): void
}

/** Follows all of `signals`. Unlike `AbortSignal.any`, nothing stays attached to a long-lived signal after `release`. */
export function linkAbort(signals: readonly (AbortSignal | undefined)[]): LinkedAbort {
  const controller = new AbortController()
  const followed: [AbortSignal, () => void][] = []
  const release = (): void => {
    for (const [signal, onAbort] of followed.splice(0)) signal.removeEventListener('abort', onAbort)
  }
  for (const signal of signals) {
    if (!signal) continue
    if (signal.aborted) {
      controller.abort(signal.reason)
      break
    }
    const onAbort = (): void => {
      controller.abort(signal.reason)
      release()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    followed.push([signal, onAbort])
  }
  return {
    signal: controller.signal,
    abort(reason) {
      release()
      controller.abort(reason)
    },
    release,
  }
}
