import type { Transport } from '@defimon/core'

/** What questions cost. */
export interface Cost {
  /** Calls of a batch count one by one, as providers count them; repeated ones count again, refused ones do not. */
  readonly calls: number
  /** After inflation. */
  readonly responseBytes: number
}

/** Counts what a transport asks. */
export interface CallMeter {
  /** Since it was made. */
  readonly total: Cost
  /** Median time of an HTTP request, 0 where there was none. */
  readonly latencyMs: number
  /** Whether an endpoint refused calls for their rate. */
  readonly wasRefused: boolean
  /** Host names of the endpoints that said that they have dropped what they were asked for. */
  readonly prunedHosts: ReadonlySet<string>
  /** What the work costs, run by itself. */
  measure<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly cost: Cost }>
  close(): void
}

/** A meter that listens until it is closed. */
export function createCallMeter(transport: Transport): CallMeter {
  let calls = 0
  let responseBytes = 0
  let wasRefused = false
  const prunedHosts = new Set<string>()
  const durations: number[] = []
  const stop = transport.onEvent((event) => {
    if (event.type !== 'request') return
    const code = event.error?.code
    if (code === 'PRUNED') prunedHosts.add(event.host)
    if (code === 'RATE_LIMITED') wasRefused = true
    else {
      calls += 1
      responseBytes += event.responseBytes ?? 0
      if (!event.error && event.durationMs !== undefined) durations.push(event.durationMs)
    }
  })
  const read = (): Cost => ({ calls, responseBytes })
  return {
    get total() {
      return read()
    },
    get latencyMs() {
      return durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0
    },
    get wasRefused() {
      return wasRefused
    },
    prunedHosts,
    async measure(work) {
      const before = read()
      const value = await work()
      return { value, cost: { calls: calls - before.calls, responseBytes: responseBytes - before.responseBytes } }
    },
    close: stop,
  }
}
