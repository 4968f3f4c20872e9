import type { Runtime } from '../contract/runtime.ts'
import type { SessionOptions } from '../contract/transport.ts'
import type { EndpointQueue } from './endpoint.ts'

/** Share of the picks that try another endpoint than the best, so that one that has recovered is noticed. */
const EXPLORATION = 0.03
/** Latency that is assumed of an endpoint that was never asked; each later in the list is assumed a little slower. */
const UNKNOWN_LATENCY_MS = 200
const UNKNOWN_LATENCY_STEP_MS = 25
/** How much a share of errors makes an endpoint look slower. */
const ERROR_WEIGHT = 8

/** The endpoints of a network, and which of them to ask next. */
export interface EndpointPool {
  readonly endpoints: readonly EndpointQueue[]
  /** The best endpoint that may be asked now and is not in `excluded`, entered into its breaker. */
  pick(excluded?: ReadonlySet<EndpointQueue>, wishes?: SessionOptions): EndpointQueue | undefined
  /** How long until some endpoint's breaker lets a call through. */
  retryInMs(): number
}

/** Picks by latency, backlog and errors, with some exploration; endpoints whose answers failed a check come last. */
export function createEndpointPool(endpoints: readonly EndpointQueue[], runtime: Runtime): EndpointPool {
  const cost = (endpoint: EndpointQueue, nowMs: number): number => {
    const index = endpoints.indexOf(endpoint)
    const latencyMs = endpoint.latencies.percentile(0.5) ?? UNKNOWN_LATENCY_MS + index * UNKNOWN_LATENCY_STEP_MS
    const queueMs = endpoint.bucket.waitMs(endpoint.waiting + 1, nowMs)
    return (latencyMs + queueMs) * (1 + ERROR_WEIGHT * endpoint.breaker.errorRate(nowMs))
  }
  return {
    endpoints,
    pick(excluded, { avoid, archive = false, only } = {}) {
      const nowMs = runtime.monotonicMs()
      const usable = endpoints.filter(
        (endpoint) =>
          !endpoint.banned && !excluded?.has(endpoint) && endpoint.exhaustedUntilMs <= nowMs && endpoint.breaker.wouldPass(nowMs),
      )
      const trusted = usable.filter((endpoint) => endpoint.distrustedUntilMs <= nowMs)
      let candidates = trusted.length > 0 ? trusted : earliest(usable)
      // Wishes, not bounds: where nothing fulfils one, it is passed over.
      if (avoid) candidates = preferring(candidates, (endpoint) => !avoid.includes(endpoint.host))
      if (archive) candidates = preferring(candidates, (endpoint) => endpoint.archive)
      if (only !== undefined && usable.some(({ host }) => host === only)) candidates = usable.filter(({ host }) => host === only)
      const [first] = candidates
      if (first === undefined) return undefined
      let chosen = first
      if (candidates.length > 1) {
        const costs = candidates.map((endpoint) => cost(endpoint, nowMs))
        chosen = candidates[costs.indexOf(Math.min(...costs))]!
        if (runtime.random() < EXPLORATION) {
          const others = candidates.filter((endpoint) => endpoint !== chosen)
          chosen = others[Math.floor(runtime.random() * others.length)]!
        }
      }
      chosen.breaker.tryEnter(nowMs)
      return chosen
    },
    retryInMs() {
      const nowMs = runtime.monotonicMs()
      const waits = endpoints
        .filter((endpoint) => !endpoint.banned)
        .map((endpoint) => Math.max(endpoint.breaker.retryInMs(nowMs), endpoint.exhaustedUntilMs - nowMs))
      return Math.max(0, Math.min(...waits))
    },
  }
}

function preferring(endpoints: readonly EndpointQueue[], wanted: (endpoint: EndpointQueue) => boolean): readonly EndpointQueue[] {
  const found = endpoints.filter(wanted)
  return found.length > 0 ? found : endpoints
}

/** Where none is trusted, the one whose trust returns first. */
function earliest(endpoints: readonly EndpointQueue[]): readonly EndpointQueue[] {
  const [first] = endpoints.toSorted((a, b) => a.distrustedUntilMs - b.distrustedUntilMs)
  return first === undefined ? [] : [first]
}
