/** One HTTP request. Redirects are never followed. */
export interface HttpRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
  /** Largest body after inflation; a larger one fails with `ResponseTooLargeError`, and is not read to its end. */
  readonly maxBytes: number
  /** Reads the body of a success from its bytes. Where it does, no text is made. */
  readonly readBody?: ReadBody
}

/** Reads a body, inflated and in pieces, `bytes` in all. The pieces are good only until it returns. False: it is read as text. */
export type ReadBody = (pieces: readonly Uint8Array[], bytes: number) => boolean

/** A whole answer. */
export interface HttpResponse {
  readonly status: number
  /** Empty where `readBody` read the body. */
  readonly text: string
  /** Size of the body after inflation. */
  readonly bytes: number
  readonly contentType?: string | undefined
  readonly retryAfter?: string | undefined
  /** Where a redirect wanted to go. */
  readonly location?: string | undefined
}

/** The lowest seam of the transport: plain HTTP, by whatever the runtime has. Rejects with what the runtime threw. */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpResponse>
  close(): Promise<void>
}

/** What a client for one transport needs to know. */
export interface HttpClientOptions {
  /** Whether the host name of an endpoint may resolve to a private address. */
  readonly allowPrivateAddress: (hostname: string) => boolean
  /** Most connections to one endpoint. */
  readonly maxConnections: number
}

/** The body was larger than allowed, before or after inflation. */
export class ResponseTooLargeError extends Error {
  override readonly name: string = 'ResponseTooLargeError'
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`response larger than ${maxBytes} bytes`)
    this.maxBytes = maxBytes
  }
}

/** The body could not be inflated. */
export class ResponseEncodingError extends Error {
  override readonly name: string = 'ResponseEncodingError'
}

/** The host name resolves to an address that the public internet cannot mean. */
export class PrivateAddressError extends Error {
  override readonly name: string = 'PrivateAddressError'

  constructor() {
    super('host name resolves to a private address')
  }
}
