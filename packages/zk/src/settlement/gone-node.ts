import { DefimonError, type ErrorCode, type L2Network, type Stack } from '@defimon/core'

/** Nobody is there any more, or not who was. */
const GONE: readonly ErrorCode[] = ['UNREACHABLE', 'TIMEOUT', 'TRANSIENT', 'RPC', 'MALFORMED', 'WRONG_NETWORK', 'CONFIG']

/**
 * Waits for what a node of the network must tell. Where the network was shut down and no node answers, the error says what its parent still knows;
 * its code stays, so a caller handles it like any other.
 */
export async function orNameTheParent<T>({ id, name, status }: L2Network<Stack>, answer: Promise<T>, by: string): Promise<T> {
  try {
    return await answer
  } catch (error) {
    const isOwn = DefimonError.isInstance(error) && error.network === id && GONE.includes(error.code)
    if (!isOwn || status?.state !== 'sunset') throw error
    const { code, host, method, message } = error
    const since = status.since === undefined ? '' : ` since ${status.since}`
    const why = `${name} is sunset${since}, and no node of it tells which batch holds a block (${message}). Its parent tells of batches: ${by}`
    throw new DefimonError(code, why, { network: id, cause: error, host, method })
  }
}
