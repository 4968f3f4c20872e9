/** Something to do at a time of the virtual clock. */
export interface Timer {
  readonly atMs: number
  fire(): void
}

/** Timers in the order in which they fire: by time, and those of the same time in the order in which they were set. */
export interface TimerQueue {
  readonly size: number
  readonly next: Timer | undefined
  add(timer: Timer): void
  remove(timer: Timer): void
}

/** An empty queue. Sorted on insertion, since most timers are set to fire later than those that are there. */
export function createTimerQueue(): TimerQueue {
  const timers: Timer[] = []
  return {
    get size() {
      return timers.length
    },
    get next() {
      return timers[0]
    },
    add(timer) {
      let low = 0
      let high = timers.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if (timers[middle]!.atMs <= timer.atMs) low = middle + 1
        else high = middle
      }
      timers.splice(low, 0, timer)
    },
    remove(timer) {
      const index = timers.indexOf(timer)
      if (index >= 0) timers.splice(index, 1)
    },
  }
}
