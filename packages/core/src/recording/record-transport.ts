import { DefimonError } from '../contract/errors.ts'
import type { RequestOptions, Session, Transport } from '../contract/transport.ts'
import type { Exchange } from './exchange.ts'

/**
 * A transport that does what another one does, and tells its exchanges. It never sees a URL, so no key can get into a recording.
 * Failures are told where an endpoint gave an error with a code; outages, refusals and aborted calls are not exchanges.
 */
export function recordTransport(transport: Transport, onExchange: (exchange: Exchange) => void): Transport {
  const network = transport.network.id
  const record = async (method: string, params: unknown, asked: Promise<unknown>): Promise<unknown> => {
    try {
      const result = await asked
      onExchange({ network, method, params, result })
      return result
    } catch (error) {
      if (DefimonError.isInstance(error) && error.rpcCode !== undefined && !error.retryable) {
        const { rpcCode: code, message, data } = error
        onExchange({ network, method, params, error: { code, message, ...(data !== undefined && { data }) } })
      }
      throw error
    }
  }
  const recordGet = (path: string, asked: Promise<unknown>): Promise<unknown> => {
    const { pathname, searchParams } = new URL(path.replace(/^\/*/, '/'), 'https://endpoint.invalid')
    return record(`GET ${pathname}`, Object.fromEntries(searchParams), asked)
  }

  return {
    network: transport.network,
    request: (method, params, options) => record(method, params, transport.request(method, params, withoutReader(options))),
    get: (path, options) => recordGet(path, transport.get(path, options)),
    subscribe: (method, params, options) => transport.subscribe(method, params, options),
    session(sessionOptions): Session {
      const session = transport.session(sessionOptions)
      return {
        get endpoint() {
          return session.endpoint
        },
        request: (method, params, options) => record(method, params, session.request(method, params, withoutReader(options))),
        ...(session.get && {
          get: (path: string, options?: RequestOptions) =>
            recordGet(path, (session.get as NonNullable<Session['get']>)(path, options)),
        }),
        reject: (reason, kind) => session.reject(reason, kind),
      }
    },
    fetch: transport.fetch,
    health: () => transport.health(),
    onEvent: (listener) => transport.onEvent(listener),
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  }
}

/** What is recorded is what the endpoint said, and not what an adapter's reader makes of it. */
function withoutReader(options: RequestOptions | undefined): RequestOptions | undefined {
  return options?.reader ? { ...options, reader: undefined } : options
}
