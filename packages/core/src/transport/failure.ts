import type { DefimonError, ErrorCode } from '../contract/errors.ts'

/** Why an attempt failed, by what can be done about it. */
export type FailureKind =
  | 'rate-limited'
  | 'quota-exhausted'
  | 'batch-refused'
  | 'batch-too-large'
  | 'too-large'
  | 'not-yet'
  | 'not-found'
  | 'not-recorded'
  | 'pruned'
  | 'timeout'
  | 'unreachable'
  | 'private-address'
  | 'transient'
  | 'malformed'
  | 'oversized'
  | 'access-refused'
  | 'unsupported-method'
  | 'permanent'
  | 'rejected-by-chain'
  | 'unknown'
  | 'wrong-network'
  | 'invalid-call'
  | 'aborted'

/** What follows from a kind of failure. */
export interface FailureRule {
  readonly code: ErrorCode
  /** same: also the same endpoint may be asked again; elsewhere: only one not asked yet; never: the answer is final. */
  readonly retry: 'same' | 'elsewhere' | 'never'
  /** Whether it speaks against the endpoint (breaker and error score). */
  readonly blame: boolean
}

/** The one table of consequences. */
export const FAILURE_RULES: Readonly<Record<FailureKind, FailureRule>> = {
  'rate-limited': { code: 'RATE_LIMITED', retry: 'same', blame: false },
  'quota-exhausted': { code: 'QUOTA_EXHAUSTED', retry: 'elsewhere', blame: false },
  // The queue splits and asks again; these two reach a caller only when a single call is refused so.
  'batch-refused': { code: 'RPC', retry: 'elsewhere', blame: false },
  'batch-too-large': { code: 'TOO_LARGE', retry: 'never', blame: false },
  'too-large': { code: 'TOO_LARGE', retry: 'never', blame: false },
  'not-yet': { code: 'NOT_YET', retry: 'elsewhere', blame: false },
  'not-found': { code: 'NOT_FOUND', retry: 'never', blame: false },
  'not-recorded': { code: 'NOT_FOUND', retry: 'never', blame: false },
  pruned: { code: 'PRUNED', retry: 'elsewhere', blame: false },
  timeout: { code: 'TIMEOUT', retry: 'same', blame: true },
  unreachable: { code: 'UNREACHABLE', retry: 'same', blame: true },
  // A host name that points into a private network will do so again.
  'private-address': { code: 'UNREACHABLE', retry: 'elsewhere', blame: true },
  transient: { code: 'TRANSIENT', retry: 'same', blame: true },
  malformed: { code: 'MALFORMED', retry: 'same', blame: true },
  // The same question would bring the same flood again.
  oversized: { code: 'MALFORMED', retry: 'elsewhere', blame: true },
  'access-refused': { code: 'RPC', retry: 'elsewhere', blame: true },
  'unsupported-method': { code: 'RPC', retry: 'elsewhere', blame: false },
  permanent: { code: 'RPC', retry: 'elsewhere', blame: false },
  'rejected-by-chain': { code: 'RPC', retry: 'never', blame: false },
  unknown: { code: 'RPC', retry: 'elsewhere', blame: false },
  'wrong-network': { code: 'WRONG_NETWORK', retry: 'elsewhere', blame: false },
  'invalid-call': { code: 'CONFIG', retry: 'never', blame: false },
  aborted: { code: 'ABORTED', retry: 'never', blame: false },
}

/** A failed attempt: its kind, and the error that a caller sees if nothing else helps. */
export interface Failure {
  readonly ok: false
  readonly kind: FailureKind
  readonly error: DefimonError
}

/** How one attempt ended. Attempts never reject, so nothing can go unhandled. */
export type Outcome = { readonly ok: true; readonly value: unknown } | Failure
