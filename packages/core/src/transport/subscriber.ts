import { DefimonError } from '../contract/errors.ts'
import type { NetworkId } from '../contract/network.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { Admission } from './admission.ts'
import type { EndpointQueue } from './endpoint.ts'
import { openSubscription } from './subscription.ts'
import type { TransportLimits } from './transport-options.ts'

/** What a subscriber chooses from. */
export interface SubscriberOptions {
  readonly network: NetworkId
  readonly runtime: Runtime
  readonly endpoints: readonly EndpointQueue[]
  readonly admission: Admission
  readonly limits: TransportLimits
  readonly parseJson: (text: string) => unknown
}

/** Starts one subscription. */
export type Subscribe = (method: string, params: unknown, signal: AbortSignal) => AsyncGenerator<unknown, void, undefined>

/** Chooses the endpoint of each subscription: one with a socket, of this network, whose socket failed least. */
export function createSubscriber(options: SubscriberOptions): Subscribe {
  const { network, runtime, endpoints, admission, limits } = options
  const failures = new Map<EndpointQueue, number>()

  return async function* subscribe(method, params, signal) {
    const offering = endpoints.filter((endpoint) => endpoint.webSocketUrl !== undefined)
    if (offering.length === 0 || !runtime.webSocket) {
      const reason = offering.length === 0 ? 'no endpoint offers a WebSocket' : 'the runtime has no WebSocket'
      throw new DefimonError('UNSUPPORTED', `${network}: ${method}: ${reason}`, { network, method })
    }
    const endpoint = best(offering)
    if (!admission.isReady(endpoint)) {
      const refusal = await admission.admit(endpoint, signal)
      if (refusal) throw refusal.error
    }
    try {
      yield* openSubscription({
        endpoint,
        webSocketUrl: endpoint.webSocketUrl!,
        runtime,
        method,
        params,
        signals: [signal],
        timeoutMs: limits.timeoutMs,
        maxMessageBytes: limits.maxResponseBytes,
        parseJson: options.parseJson,
      })
    } catch (error) {
      if (!signal.aborted) failures.set(endpoint, (failures.get(endpoint) ?? 0) + 1)
      throw error
    }
  }

  function best(offering: readonly EndpointQueue[]): EndpointQueue {
    const nowMs = runtime.monotonicMs()
    const rank = (endpoint: EndpointQueue): number =>
      (endpoint.banned ? 1e9 : 0) + (endpoint.distrustedUntilMs > nowMs ? 1e6 : 0) + (failures.get(endpoint) ?? 0)
    return offering.toSorted((a, b) => rank(a) - rank(b))[0]!
  }
}
