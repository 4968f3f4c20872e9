import { DefimonError, type ErrorCode, type RequestOptions, type Session, type Transport, VerificationError } from '@defimon/core'
import type { DriverCall } from './driver.ts'
import { callOf } from './driver-call.ts'

/** No other endpoint can help. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['ABORTED', 'CONFIG', 'UNSUPPORTED', 'CONTRADICTION'])
/** The endpoint said something that cannot be. */
const UNTRUE: ReadonlySet<ErrorCode> = new Set(['VERIFICATION', 'MALFORMED', 'WRONG_NETWORK'])

/** How a question is put to one endpoint after another. */
export interface FailoverOptions extends RequestOptions {
  /** Endpoints to leave out where there are others. */
  readonly avoid?: readonly string[]
  /** The one endpoint that is wanted: no other is asked, unless this one cannot be. */
  readonly only?: string
  /** An answer that fails costs the endpoint no trust: for questions where the chain itself may have changed. */
  readonly blameless?: boolean
}

/**
 * Puts a question to one endpoint, and where its answer is untrue, absent or fails, to each of the others once.
 * When all fail, the most telling failure is thrown; where all fail the same check the same way, it says that the rule may be wrong.
 */
export async function tryEndpoints<T>(
  transport: Transport,
  options: FailoverOptions,
  attempt: (call: DriverCall, session: Session) => Promise<T>,
): Promise<T> {
  const failures: DefimonError[] = []
  const avoid: string[] = [...(options.avoid ?? [])]
  let limit = 1
  let archive = false
  let passing = 0
  for (let tried = 0; tried < limit; tried += 1) {
    const { only } = options
    const wishes = avoid.length > 0 || archive || only !== undefined
    const session = transport.session(wishes ? { avoid, archive, ...(only !== undefined && { only }) } : undefined)
    try {
      return await attempt(callOf(session, transport, options), session)
    } catch (cause) {
      if (options.signal?.aborted) throw abortedError(transport, options.signal)
      const error = asDefimonError(cause, transport, session)
      if (FINAL.has(error.code)) throw error
      if (UNTRUE.has(error.code) && !options.blameless) session.reject(error.message)
      failures.push(error)
      // The transport itself went through the endpoints before it gave up, and a block that is not made yet is nowhere: one more try
      // is for the endpoint that died in the middle of a block, or lags behind the others.
      if (error.retryable) passing += 1
      if (passing > 1) break
      archive ||= error.code === 'PRUNED'
      avoid.push(session.endpoint)
      if (tried === 0 && only === undefined) limit = Math.max(1, transport.health().length)
    }
  }
  throw mostTelling(failures, transport)
}

/** The error of a call that its caller, or `close`, ended. */
export function abortedError(transport: Transport, signal: AbortSignal): DefimonError {
  if (DefimonError.isInstance(signal.reason) && signal.reason.code === 'ABORTED') return signal.reason
  return new DefimonError('ABORTED', 'aborted', { network: transport.network.id, cause: signal.reason })
}

/** Whatever a driver threw while it read an answer is about the answer, unless the driver says otherwise. */
function asDefimonError(cause: unknown, transport: Transport, session: Session): DefimonError {
  if (DefimonError.isInstance(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new DefimonError('MALFORMED', `an answer that cannot be read: ${reason}`, {
    network: transport.network.id,
    host: session.endpoint,
    cause,
  })
}

const TELLING: readonly (readonly ErrorCode[])[] = [
  ['VERIFICATION'],
  ['MALFORMED', 'WRONG_NETWORK'],
  ['RATE_LIMITED', 'QUOTA_EXHAUSTED', 'TIMEOUT', 'UNREACHABLE', 'TRANSIENT', 'NOT_YET'],
  ['PRUNED'],
]

function mostTelling(failures: readonly DefimonError[], transport: Transport): DefimonError {
  const first = failures[0] ?? new DefimonError('UNREACHABLE', 'no endpoint to ask', { network: transport.network.id })
  for (const codes of TELLING) {
    const found = failures.find((failure) => codes.includes(failure.code))
    if (!found) continue
    return found.code === 'VERIFICATION' ? (agreedFailure(failures) ?? found) : found
  }
  return first
}

function agreedFailure(failures: readonly DefimonError[]): VerificationError | undefined {
  const [first, ...others] = failures.filter(isVerificationError)
  if (!first || others.length + 1 !== failures.length || others.length === 0) return undefined
  const same = others.every(
    (other) => other.check === first.check && other.claimed === first.claimed && other.computed === first.computed,
  )
  if (!same) return undefined
  return new VerificationError(first.check, first.claimed, first.computed, {
    network: first.network,
    cause: first,
    detail: `all ${failures.length} endpoints fail it the same way, so the rule that checks it may be wrong`,
  })
}

function isVerificationError(error: DefimonError): error is VerificationError {
  return error.code === 'VERIFICATION' && 'check' in error
}
