import { DefimonError, type ErrorCode, type L2Network, VerificationError } from '@defimon/core'
import { type DriverCall, malformed, readString } from '@defimon/core/adapter'

export { type Json, readArray, readNumber, readObject, readString } from '@defimon/core/adapter'

/** Failures that say that nobody is there any more, or not the API that was. */
const DEAD: ReadonlySet<ErrorCode> = new Set(['UNREACHABLE', 'TIMEOUT', 'TRANSIENT', 'RPC', 'NOT_FOUND', 'MALFORMED'])

/**
 * One REST call. Where the network was shut down and its endpoint does not answer, the error says so, with the date; its code stays, so
 * a caller handles it like any other.
 */
export async function askRest(call: Pick<DriverCall, 'get'>, network: L2Network, path: string): Promise<unknown> {
  try {
    return await call.get(path)
  } catch (error) {
    const { status } = network
    if (status?.state !== 'sunset' || !DefimonError.isInstance(error) || !DEAD.has(error.code)) throw error
    const { code, host, method, rpcCode, retryAfterMs, message } = error
    const since = status.since === undefined ? '' : ` since ${status.since}`
    throw new DefimonError(
      code,
      `${network.name} is sunset${since}; its API does not answer any more (${message}). Give \`parent\` to read what its parent chain holds`,
      {
        network: network.id,
        cause: error,
        retryable: false,
        host,
        method,
        rpcCode,
        retryAfterMs,
      },
    )
  }
}

/** An amount in decimal digits, or `MALFORMED`. 78 digits hold any number of 256 bits. */
export function readAmount(value: unknown, name: string): bigint {
  if (typeof value === 'string' && /^\d{1,78}$/.test(value)) return BigInt(value)
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  throw malformed(`${name} is not an amount`)
}

/** A commitment of up to 32 bytes, as 0x-hex in lowercase with all its digits, or `MALFORMED`. */
export function readCommitment(value: unknown, name: string): string {
  const text = typeof value === 'string' ? /^(?:0x|sync-bl:)?([0-9a-f]{1,64})$/i.exec(value)?.[1] : undefined
  if (text === undefined) throw malformed(`${name} is not a commitment in hex`)
  return `0x${text.toLowerCase().padStart(64, '0')}`
}

/** Milliseconds of an ISO time, or `MALFORMED`. */
export function readTimeMs(value: unknown, name: string): number {
  const ms = Date.parse(readString(value, name))
  if (!Number.isSafeInteger(ms)) throw malformed(`${name} is not a time`)
  return ms
}

/** What contradicts the question: the answer is of another block. */
export function otherBlock(claimed: unknown, asked: unknown, host: string): VerificationError {
  return new VerificationError('identity', String(claimed), String(asked), { host, detail: 'a part of another block' })
}
