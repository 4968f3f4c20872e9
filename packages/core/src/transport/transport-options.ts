import type { Endpoint } from '../contract/network.ts'
import type { Runtime } from '../contract/runtime.ts'

/** An endpoint, and the headers that its provider wants (a key, for instance). Their values are secrets and are treated so. */
export interface TransportEndpoint extends Endpoint {
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Asks an endpoint whether it may be used, before its first use. `request` goes to that endpoint alone. Throwing
 * `WRONG_NETWORK` takes the endpoint out for good; any other error counts as a failed attempt and it is asked again later.
 */
export type AdmitEndpoint = (request: (method: string, params: unknown) => Promise<unknown>, host: string) => Promise<void>

/** How a transport is made. All optional. */
export interface TransportOptions {
  /** Default: the network's own. A string is a URL. The first is preferred until something is known of the others. */
  readonly endpoints?: readonly (TransportEndpoint | string)[]
  /** Default: `systemRuntime()`. */
  readonly runtime?: Runtime
  /** Called before the first use of each endpoint, and again after its breaker was open. */
  readonly admit?: AdmitEndpoint
  /** For one HTTP request, with its body. Default 30 s. */
  readonly timeoutMs?: number
  /** How often one call is tried in all, refusals by a rate limit not counted. Default 4. */
  readonly maxAttempts?: number
  /** Largest response, after inflation. A larger one is `MALFORMED`. Default 64 MiB. */
  readonly maxResponseBytes?: number
  /** Deepest nesting of a response. A deeper one is `MALFORMED`. Default 256. */
  readonly maxDepth?: number
  /** Bytes of responses under way at once, estimated from what the methods answered before. Default 16 MiB. */
  readonly maxInFlightBytes?: number
  /** HTTP requests under way at once to one endpoint. Default 8. */
  readonly maxConcurrency?: number
  /** Most calls in one HTTP request. Below it the size is learned per endpoint. Default 64. */
  readonly maxBatch?: number
  /**
   * Most calls in any hour, whichever endpoint answers them, repeated ones counted. Calls beyond it wait; backfill waits before the
   * head does. Calls of one batch count one by one, as providers count them. Default: no limit.
   */
  readonly requestsPerHour?: number
  /** Ask a second endpoint where the first takes longer than 95 % of its calls did. Costs calls. Default false. */
  readonly hedge?: boolean
  /**
   * Lets an endpoint's host name resolve to a private address. An endpoint that names such an address, or `localhost`, needs
   * no permission. Seen to under Node only, where the address is known before the connection. Default false.
   */
  readonly allowPrivateAddresses?: boolean
  /** Text of a response → value. For stacks whose numbers exceed 2^53. Default `JSON.parse`. */
  readonly parseJson?: (text: string) => unknown
}

/** The options that are numbers, all set. */
export type TransportLimits = Required<
  Pick<
    TransportOptions,
    'timeoutMs' | 'maxAttempts' | 'maxResponseBytes' | 'maxDepth' | 'maxInFlightBytes' | 'maxConcurrency' | 'maxBatch'
  >
>

/** The limits of a transport: what the caller set, else the default. */
export function readLimits(options: TransportOptions): TransportLimits {
  return {
    timeoutMs: options.timeoutMs ?? 30_000,
    maxAttempts: options.maxAttempts ?? 4,
    maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
    maxDepth: options.maxDepth ?? 256,
    maxInFlightBytes: options.maxInFlightBytes ?? 16 * 1024 * 1024,
    maxConcurrency: options.maxConcurrency ?? 8,
    maxBatch: options.maxBatch ?? 64,
  }
}
