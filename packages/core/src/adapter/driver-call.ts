import type { RequestOptions, Session, Transport } from '@defimon/core'
import type { DriverCall } from './driver.ts'

/** What a driver asks through, on one session. */
export function callOf(session: Session, transport: Transport, options: RequestOptions): DriverCall {
  return {
    get endpoint() {
      return session.endpoint
    },
    request: (method, params, how) => session.request(method, params, how ? { ...options, ...how } : options),
    ...(options.signal && { signal: options.signal }),
    get: (path) => (session.get ? session.get(path, options) : transport.get(path, options)),
  }
}
