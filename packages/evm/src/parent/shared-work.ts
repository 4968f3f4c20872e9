import { DefimonError } from '@defimon/core'

/** Work that several callers wait for. It goes on while one of them does. */
export interface SharedWork<T> {
  /** As it ends, whoever waits for it. */
  readonly result: Promise<T>
  /** Waits for it, no longer than the signal lets; fails with `ABORTED` then. Without a signal it is waited for to its end. */
  wait(signal: AbortSignal | undefined): Promise<T>
  /** All who waited have left: it was ended, and who comes now has to begin anew. */
  isAbandoned(): boolean
}

/** Begins the work. Its signal is aborted once the last of those who wait has left. */
export function shareWork<T>(begin: (signal: AbortSignal) => Promise<T>): SharedWork<T> {
  const ending = new AbortController()
  let waiting = 0
  let hasEnded = false
  const result = begin(ending.signal)
  const end = (): void => {
    hasEnded = true
  }
  result.then(end, end)

  return {
    result,
    isAbandoned: () => ending.signal.aborted,
    wait(signal) {
      waiting += 1
      if (!signal) return result
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          reject(abortedBy(signal))
          waiting -= 1
          if (waiting === 0 && !hasEnded) ending.abort(signal.reason)
        }
        if (signal.aborted) return leave()
        signal.addEventListener('abort', leave, { once: true })
        result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
      })
    },
  }
}

function abortedBy({ reason }: AbortSignal): DefimonError {
  return DefimonError.isInstance(reason) && reason.code === 'ABORTED'
    ? reason
    : new DefimonError('ABORTED', 'aborted', { cause: reason })
}
