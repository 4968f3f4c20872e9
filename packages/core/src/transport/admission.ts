import { DefimonError } from '../contract/errors.ts'
import type { EndpointQueue } from './endpoint.ts'
import type { Failure } from './failure.ts'
import { encodeCall } from './json-rpc.ts'
import type { AdmitEndpoint } from './transport-options.ts'

/** Asks each endpoint, before its first use, whether it is the one that is wanted. */
export interface Admission {
  isReady(endpoint: EndpointQueue): boolean
  /** Undefined once admitted. Callers at the same time share one question. */
  admit(endpoint: EndpointQueue): Promise<Failure | undefined>
  /** Its breaker was open: ask again before the next use. */
  forget(endpoint: EndpointQueue): void
}

/** Without `ask` every endpoint is ready. */
export function createAdmission(ask: AdmitEndpoint | undefined): Admission {
  const ready = new WeakSet<EndpointQueue>()
  const asking = new Map<EndpointQueue, Promise<Failure | undefined>>()

  async function question(endpoint: EndpointQueue): Promise<Failure | undefined> {
    let failed: Failure | undefined
    try {
      await ask?.(async (method, params) => {
        const outcome = await endpoint.attempt({ method, call: encodeCall(method, params), priority: 'head' })
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
    admit(endpoint) {
      let answer = asking.get(endpoint)
      if (!answer) {
        answer = question(endpoint).finally(() => asking.delete(endpoint))
        asking.set(endpoint, answer)
      }
      return answer
    },
    forget: (endpoint) => void ready.delete(endpoint),
  }
}
