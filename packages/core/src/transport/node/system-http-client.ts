import { lookup as resolve } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, type Dispatcher } from 'undici'
import {
  type HttpClient,
  type HttpClientOptions,
  type HttpRequest,
  type HttpResponse,
  PrivateAddressError,
  ResponseTooLargeError,
} from '../http-client.ts'
import { acceptedEncodings, inflate, isPlain } from './inflate.ts'
import { createPrivateAddressCheck } from './private-addresses.ts'
import { createTextReader, type ReadText } from './text-reader.ts'

/**
 * HTTP by undici, for Node: a fetch costs four times as much per request, and its streaming inflation four times that of a whole
 * body. Host names are resolved here, so that one that points into a private network is refused before a connection is made.
 */
export function createSystemHttpClient(options: HttpClientOptions): HttpClient | undefined {
  const agent = new Agent({
    connections: options.maxConnections,
    pipelining: 1,
    // The transport has its own deadline, over the whole request.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { lookup: publicLookup(options.allowPrivateAddress) },
  })
  const encodings = acceptedEncodings()
  const readText = createTextReader()
  return {
    send: (request) => dispatch(agent, request, encodings, readText),
    close: () => agent.destroy(),
  }
}

function dispatch(agent: Agent, request: HttpRequest, encodings: string, readText: ReadText): Promise<HttpResponse> {
  return new Promise((resolvePromise, reject) => {
    const url = new URL(request.url)
    let controller: Dispatcher.DispatchController | undefined
    let status = 0
    let headers: Record<string, string | string[] | undefined> = {}
    const chunks: Buffer[] = []
    let bytes = 0

    const onAbort = (): void => fail(request.signal.reason)
    const settle = (): void => request.signal.removeEventListener('abort', onAbort)
    const fail = (reason: unknown): void => {
      settle()
      reject(reason)
      controller?.abort(reason instanceof Error ? reason : new Error('aborted'))
    }
    if (request.signal.aborted) return reject(request.signal.reason)
    request.signal.addEventListener('abort', onAbort, { once: true })

    agent.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: {
          'accept-encoding': isLoopback(url.hostname) ? 'identity' : encodings,
          // Some providers refuse requests that do not say who asks.
          'user-agent': 'defimon',
          ...request.headers,
        },
        ...(request.body !== undefined && { body: request.body }),
      },
      {
        onRequestStart(started) {
          controller = started
          if (request.signal.aborted) started.abort(new Error('aborted'))
        },
        onResponseStart(_controller, statusCode, responseHeaders) {
          // A new status follows an informational one.
          status = statusCode
          headers = responseHeaders
          const declared = Number(headers['content-length'])
          if (declared > request.maxBytes) fail(new ResponseTooLargeError(request.maxBytes))
        },
        onResponseData(_controller, chunk) {
          bytes += chunk.length
          if (bytes > request.maxBytes) return fail(new ResponseTooLargeError(request.maxBytes))
          chunks.push(chunk)
        },
        onResponseEnd() {
          settle()
          try {
            const encoding = headerOf(headers, 'content-encoding')
            const pieces = isPlain(encoding) ? chunks : [inflate(Buffer.concat(chunks, bytes), encoding, request.maxBytes)]
            const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
            const isRead = status >= 200 && status < 300 && request.readBody?.(pieces, size)
            resolvePromise({
              status,
              text: isRead ? '' : readText(pieces, size),
              bytes: size,
              contentType: headerOf(headers, 'content-type'),
              retryAfter: headerOf(headers, 'retry-after'),
              location: headerOf(headers, 'location'),
            })
          } catch (error) {
            reject(error)
          }
        },
        onResponseError(_controller, error) {
          settle()
          reject(error)
        },
      },
    )
  })
}

function headerOf(headers: Record<string, string | string[] | undefined>, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Nothing is gained by compressing what does not leave the machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** Resolves a host name, and refuses it when one of its addresses is private. Addresses in a URL do not come here. */
function publicLookup(allowPrivateAddress: (hostname: string) => boolean): LookupFunction {
  const isPrivate = createPrivateAddressCheck()
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      if (!allowPrivateAddress(hostname) && addresses.some(({ address }) => isPrivate(address))) {
        return callback(new PrivateAddressError(), '', 0)
      }
      if (options.all) return callback(null, addresses)
      const [first] = addresses
      return first ? callback(null, first.address, first.family) : callback(new Error('no address'), '', 0)
    })
  }
}
