import { DefimonError } from '../contract/errors.ts'
import type { EndpointQueue } from './endpoint.ts'
import type { Failure } from './failure.ts'
import { encodeCall } from './json-rpc.ts'
import type { AdmitEndpoint } from './transport-options.ts'

/** Asks each endpoint, before its first use, whether it is the one that is wanted. */
export interface Admission {
  isReady(endpoint: EndpointQueue): boolean
  /** Undefined once admitted. Callers at the same time share one question; it is given up when the last of them is aborted. */
  admit(endpoint: EndpointQueue, signal?: AbortSignal): Promise<Failure | undefined>
  /** Its breaker was open: ask again before the next use. */
  forget(endpoint: EndpointQueue): void
}

/** A question under way, and how many wait for its answer. */
interface Question {
  readonly answer: Promise<Failure | undefined>
  readonly abort: AbortController
  waiting: number
}

/** Without `ask` every endpoint is ready. */
export function createAdmission(ask: AdmitEndpoint | undefined): Admission {
  const ready = new WeakSet<EndpointQueue>()
  const asking = new Map<EndpointQueue, Question>()

  async function question(endpoint: EndpointQueue, signal: AbortSignal): Promise<Failure | undefined> {
    let failed: Failure | undefined
    try {
      await ask?.(async (method, params) => {
        const outcome = await endpoint.attempt({ method, call: encodeCall(method, params), priority: 'head', signal })
        if (outcome.ok) return outcome.value
        failed = outcome
        throw outcome.error
      }, endpoint.host)
      ready.add(endpoint)
      return undefined
    } catch (error) {
      if (DefimonError.isInstance(error)) {
        if (failed && error === failed.error) return failed
        const kind = error.code === 'WRONG_NETWORK' ? 'wrong-network' : 'malformed'
        const refusal: Failure = { ok: false, kind, error }
        if (kind === 'wrong-network') endpoint.banned = refusal
        return refusal
      }
      return endpoint.failure('malformed', 'could not be admitted', { cause: error })
    }
  }

  return {
    isReady: (endpoint) => ask === undefined || ready.has(endpoint),
    async admit(endpoint, signal) {
      let asked = asking.get(endpoint)
      if (!asked) {
        const abort = new AbortController()
        const answer = question(endpoint, abort.signal).finally(() => asking.delete(endpoint))
        asked = { answer, abort, waiting: 0 }
        asking.set(endpoint, asked)
      }
      asked.waiting++
      try {
        return await untilAborted(asked.answer, signal)
      } finally {
        if (--asked.waiting === 0) asked.abort.abort()
      }
    },
    forget: (endpoint) => void ready.delete(endpoint),
  }
}

/** The answer, or the signal's reason if that comes first. */
function untilAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return answer
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
