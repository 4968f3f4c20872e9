import type { DefimonError } from './errors.ts'
import type { L2Network, NetworkId } from './network.ts'

/** What every asynchronous call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal
}

/** How a request is made. `head` goes before `backfill` when the rate limit makes them wait. */
export interface RequestOptions extends CallOptions {
  readonly priority?: 'head' | 'backfill'
  /** May read the answer, where all calls of its HTTP request came with the same one. */
  readonly reader?: AnswerReader | undefined
}

/**
 * Reads answers from the bytes of an HTTP body, where that costs less than their JSON. For adapters: what it gives in place of a result is
 * known to whoever handed it in, and to nobody else.
 */
export interface AnswerReader {
  /**
   * One value for each of `count` calls, whose ids count up from `firstId`, or undefined: then the body is read as JSON. The pieces are all of
   * the body, `bytes` in all, and good only until it returns. Synchronous, and never throws.
   */
  readAnswers(pieces: readonly Uint8Array[], bytes: number, firstId: number, count: number): readonly unknown[] | undefined
}

/** What an endpoint lost trust for: an answer that cannot be true, or one of a node that the others have left behind. */
export type RejectKind = 'untrue' | 'behind'

/** One endpoint for all calls of a block; `reject` is how a verification verdict reaches failover. */
export interface Session {
  /** Host name of the endpoint in use. */
  readonly endpoint: string
  request(method: string, params: unknown, options?: RequestOptions): Promise<unknown>
  /** One REST call to the same endpoint. Absent: `Transport.get` is used, which may ask another endpoint. */
  get?(path: string, options?: RequestOptions): Promise<unknown>
  /** This endpoint's answer failed a check: it loses trust, and the next session goes elsewhere. Default `untrue`. */
  reject(reason: string, kind?: RejectKind): void
}

/** Which endpoint a session should get. A wish, not a bound: with no other endpoint left, an avoided one is taken. */
export interface SessionOptions {
  /** Host names that could not answer this question. */
  readonly avoid?: readonly string[]
  /** Endpoints that keep old blocks first. */
  readonly archive?: boolean
  /** The host to ask first, also where it has lost trust: for questions that find out whether it deserves it. */
  readonly only?: string
}

/** Endpoints of one network behind rate limits, breakers, retry, failover and batching. */
export interface Transport extends AsyncDisposable {
  readonly network: L2Network
  /** One JSON-RPC call. Resolves to `result`; rejects with a `DefimonError`. */
  request(method: string, params: unknown, options?: RequestOptions): Promise<unknown>
  /** One REST call: `path` is relative to the endpoint, with its query. */
  get(path: string, options?: RequestOptions): Promise<unknown>
  /** Notifications of a WebSocket subscription. `UNSUPPORTED` where no endpoint has a socket. */
  subscribe(method: string, params: unknown, options?: RequestOptions): AsyncIterable<unknown>
  session(options?: SessionOptions): Session
  /** The same limits and breaker, for SDKs that take a fetch. */
  readonly fetch: typeof globalThis.fetch
  health(): readonly EndpointHealth[]
  /** Returns the function that stops listening. */
  onEvent(listener: (event: TransportEvent) => void): () => void
  close(): Promise<void>
}

/** How one endpoint does. */
export interface EndpointHealth {
  readonly host: string
  readonly breaker: 'closed' | 'open' | 'half-open'
  /** Median of the recent requests. */
  readonly latencyMs: number
  /** Share of failed requests in the window, 0 to 1. */
  readonly errorRate: number
  /** The learned rate of calls. `Infinity` where the endpoint never held anything back. */
  readonly requestsPerSecond: number
  /** Calls that wait for their turn. */
  readonly waitingCalls?: number
  /** How many calls one HTTP request to it may hold now, as learned. */
  readonly maxBatch?: number
  /** Why it is not asked at present, beside its breaker. */
  readonly setAside?: 'wrong-network' | 'quota-exhausted' | 'failed-check'
}

/** What happened inside a transport; for logs and metrics. */
export interface TransportEvent {
  readonly type: 'request' | 'retry' | 'failover' | 'breaker' | 'rate' | 'rejected'
  readonly network: NetworkId
  readonly host: string
  readonly method?: string
  readonly durationMs?: number
  /** With `request`: size of the answer after inflation; of a batch's answer, an even share. */
  readonly responseBytes?: number
  readonly error?: DefimonError
  /** With `rejected`: why. */
  readonly reject?: RejectKind
  /** With `breaker`: its new state. */
  readonly breaker?: EndpointHealth['breaker']
  /** With `rate`: the new rate of calls. */
  readonly requestsPerSecond?: number
}
