import { DefimonError } from '@defimon/core'

/**
 * Reads what the parent chain gave. Where that cannot be read, its endpoint is to blame and not the one of the network that settles there,
 * which would lose trust by `MALFORMED`: the failure comes out as `TRANSIENT`, with the cause.
 */
export function readParentData<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!DefimonError.isInstance(cause) || cause.code !== 'MALFORMED') throw cause
    throw new DefimonError('TRANSIENT', `the parent chain gave what cannot be read: ${cause.message}`, { cause })
  }
}
