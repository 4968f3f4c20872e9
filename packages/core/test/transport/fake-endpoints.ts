import { createTransport, type L2Network, type Transport, type TransportOptions } from '@defimon/core'
import { type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'

/** One JSON-RPC call as an endpoint sees it. */
export interface FakeCall {
  readonly id: number
  readonly method: string
  readonly params: unknown
}

/** One HTTP request as an endpoint sees it. */
export interface FakeRequest {
  readonly url: URL
  readonly calls: readonly FakeCall[]
  readonly batch: boolean
  readonly init: RequestInit
}

/** Answers one HTTP request. */
export type FakeEndpoint = (request: FakeRequest) => Response | Promise<Response>

/** The body that answers all calls of a request, by a function of one call. Throwing `{ code, message }` gives an error member. */
export function rpc(answer: (call: FakeCall) => unknown): FakeEndpoint {
  return ({ calls, batch }) => {
    const bodies = calls.map((call) => {
      try {
        return { jsonrpc: '2.0', id: call.id, result: answer(call) }
      } catch (error) {
        return { jsonrpc: '2.0', id: call.id, error }
      }
    })
    return new Response(JSON.stringify(batch ? bodies : bodies[0]))
  }
}

/** An endpoint that echoes the first parameter. */
export const echo: FakeEndpoint = rpc((call) => (call.params as unknown[])[0])

/** A text as it is, whatever was asked. */
export function says(text: string, init: ResponseInit = {}): FakeEndpoint {
  return () => new Response(text, init)
}

/** A transport over fake endpoints, one per host, and all that they were asked. */
export interface FakeSetup {
  readonly runtime: VirtualRuntime
  readonly transport: Transport
  readonly requests: FakeRequest[]
  /** Hosts in the order in which they were asked. */
  readonly hosts: () => string[]
}

/** The network of these tests, without endpoints. */
export const network: L2Network<'evm'> = { id: 'testnet', name: 'Test', stack: 'evm', contracts: {}, endpoints: [] }

/** Makes the transport. Endpoints are `https://<host>/`, in the order of the keys, unless options name others. */
export function setUp(
  endpoints: Readonly<Record<string, FakeEndpoint>>,
  options: TransportOptions & { readonly seed?: number } = {},
): FakeSetup {
  const requests: FakeRequest[] = []
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input)
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : []
    const request = { url, calls: (Array.isArray(body) ? body : [body]) as FakeCall[], batch: Array.isArray(body), init }
    requests.push(request)
    const endpoint = endpoints[url.host]
    if (!endpoint) throw new TypeError('fetch failed', { cause: new Error(`getaddrinfo ENOTFOUND ${url.host}`) })
    return endpoint(request)
  }
  const runtime = virtualRuntime({ seed: options.seed ?? 1, fetch: fetch as typeof globalThis.fetch })
  const transport = createTransport(network, {
    endpoints: Object.keys(endpoints).map((host) => `https://${host}/`),
    runtime,
    ...options,
  })
  return { runtime, transport, requests, hosts: () => requests.map(({ url }) => url.host) }
}
