import { DefimonError, type EndpointHealth, type Session, type Transport } from '@defimon/core'
import { toyNetwork } from './toy-stack.ts'

/** How one endpoint of a fake transport answers. */
export type Answer = (method: string, params: readonly unknown[], signal: AbortSignal | undefined) => unknown

/** A transport without HTTP: sessions go to the first endpoint that is neither avoided nor rejected. */
export interface FakeTransport extends Transport {
  readonly rejected: { host: string; reason: string }[]
  readonly asked: { host: string; method: string; params: readonly unknown[] }[]
  closed: boolean
  /** What a subscription yields, if there is one. */
  socket: ((signal: AbortSignal | undefined) => AsyncIterable<unknown>) | undefined
}

export function fakeTransport(endpoints: Readonly<Record<string, Answer>>): FakeTransport {
  const hosts = Object.keys(endpoints)
  const rejected: FakeTransport['rejected'] = []
  const asked: FakeTransport['asked'] = []
  const openSession = (avoid: readonly string[] = []): Session => {
    const bad = (host: string): boolean => rejected.some((each) => each.host === host)
    const host =
      hosts.find((each) => !avoid.includes(each) && !bad(each)) ??
      hosts.find((each) => !avoid.includes(each)) ??
      (hosts[0] as string)
    return {
      endpoint: host,
      async request(method, params, options) {
        if (transport.closed) throw new DefimonError('ABORTED', 'the transport is closed')
        if (options?.signal?.aborted) throw options.signal.reason
        asked.push({ host, method, params: params as readonly unknown[] })
        return (endpoints[host] as Answer)(method, params as readonly unknown[], options?.signal)
      },
      reject: (reason) => void rejected.push({ host, reason }),
    }
  }
  const health = (host: string): EndpointHealth => ({
    host,
    breaker: 'closed',
    latencyMs: 1,
    errorRate: 0,
    requestsPerSecond: 100,
  })
  const transport: FakeTransport = {
    network: toyNetwork(hosts),
    rejected,
    asked,
    closed: false,
    socket: undefined,
    request: (method, params, options) => openSession().request(method, params, options),
    get: async () => {
      throw new DefimonError('UNSUPPORTED', 'no REST here')
    },
    subscribe(method, _params, options) {
      if (!transport.socket) throw new DefimonError('UNSUPPORTED', `${method}: no socket here`)
      return transport.socket(options?.signal)
    },
    session: (options) => openSession(options?.avoid),
    fetch: async () => Response.error(),
    health: () => hosts.map(health),
    onEvent: () => () => {},
    async close() {
      transport.closed = true
    },
    [Symbol.asyncDispose]: () => transport.close(),
  }
  return transport
}
