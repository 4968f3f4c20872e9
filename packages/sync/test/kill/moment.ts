/** Counts the steps of a store, and kills the process at one of them. Production code knows nothing of it. */
export interface Moments {
  readonly steps: number
  /** One step: true when this is the moment. */
  isMoment(): boolean
  /** Kills the process before or after a call that answers at once. */
  around<T>(call: () => T): T
  /** Kills it before a call, after it was sent and before it is answered, or after it was answered. */
  aroundAnswer<T>(call: () => Promise<T>): Promise<T>
}

/** Kills this process as nothing can be caught. */
export function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal is delivered asynchronously; nothing more may happen until then.
  for (;;);
}

export function createMoments(killAt: number): Moments {
  let steps = 0
  const isMoment = (): boolean => {
    steps += 1
    return steps === killAt
  }
  return {
    get steps() {
      return steps
    },
    isMoment,
    around(call) {
      if (isMoment()) die()
      const result = call()
      if (isMoment()) die()
      return result
    },
    async aroundAnswer(call) {
      if (isMoment()) die()
      const answer = call()
      if (isMoment()) {
        // The bytes leave with the turn of the loop; the answer may be there or not.
        answer.catch(() => undefined)
        await new Promise((resolve) => setImmediate(resolve))
        die()
      }
      const result = await answer
      if (isMoment()) die()
      return result
    },
  }
}
