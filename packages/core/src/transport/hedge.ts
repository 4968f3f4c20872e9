import type { Runtime } from '../contract/runtime.ts'
import type { Admission } from './admission.ts'
import type { EndpointQueue, Task } from './endpoint.ts'
import type { EndpointPool } from './endpoint-pool.ts'
import type { Outcome } from './failure.ts'

const SLOW_SHARE = 0.95
/** A percentile of fewer values says nothing. */
const MIN_LATENCIES = 20

/** What a hedged attempt needs. */
export interface HedgeOptions {
  readonly runtime: Runtime
  readonly pool: EndpointPool
  readonly admission: Admission
}

/**
 * One attempt that asks a second endpoint when the first takes longer than 95 % of its requests did. The first good answer counts,
 * and the other call is aborted. Where the first endpoint fails before that, its failure is the outcome.
 */
export async function attemptHedged(endpoint: EndpointQueue, task: Task, options: HedgeOptions): Promise<Outcome> {
  const { runtime, pool, admission } = options
  const slowMs = endpoint.latencies.count < MIN_LATENCIES ? undefined : endpoint.latencies.percentile(SLOW_SHARE)
  if (slowMs === undefined || pool.endpoints.length < 2) return endpoint.attempt(task)

  const settled = new AbortController()
  const signal = task.signal ? AbortSignal.any([task.signal, settled.signal]) : settled.signal
  const hedged: Task = { ...task, signal }
  const first = endpoint.attempt(hedged)
  const second = runtime.sleep(slowMs, settled.signal).then(
    async () => {
      const other = pool.pick(new Set([endpoint]))
      if (other && admission.isReady(other)) return other.attempt(hedged)
      other?.breaker.release()
      return undefined
    },
    () => undefined,
  )
  try {
    return await Promise.race([first, second.then((outcome) => (outcome?.ok ? outcome : first))])
  } finally {
    settled.abort()
  }
}
