import type { BlockId, BlockRef, Check } from './block.ts'
import type { NetworkId } from './network.ts'

/** One code per act that a caller can take. Codes are never reused, removed or given another meaning. */
export type ErrorCode =
  // the caller's own
  | 'CONFIG'
  | 'ABORTED'
  | 'UNSUPPORTED'
  // another time, or another endpoint
  | 'RATE_LIMITED'
  | 'QUOTA_EXHAUSTED'
  | 'TIMEOUT'
  | 'UNREACHABLE'
  | 'TRANSIENT'
  // a smaller question
  | 'TOO_LARGE'
  // absence, told apart
  | 'NOT_YET'
  | 'NOT_FOUND'
  | 'PRUNED'
  // this endpoint cannot be believed
  | 'RPC'
  | 'MALFORMED'
  | 'VERIFICATION'
  | 'WRONG_NETWORK'
  // the store or the chain itself
  | 'REORG_TOO_DEEP'
  | 'CONTRADICTION'
  | 'SINK'

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['RATE_LIMITED', 'TIMEOUT', 'UNREACHABLE', 'TRANSIENT', 'NOT_YET'])
const MARKER: unique symbol = Symbol.for('defimon.error')

/** What an error is about. */
export interface ErrorContext {
  readonly network?: NetworkId | undefined
  /** Host name only: never a path, query or key. */
  readonly host?: string | undefined
  readonly method?: string | undefined
  readonly cause?: unknown
  /** Default: by code (rate limits, timeouts and transient failures are retryable). */
  readonly retryable?: boolean | undefined
  /** How long the endpoint asked us to wait. */
  readonly retryAfterMs?: number | undefined
  /** The JSON-RPC error code that the endpoint gave, if it gave one. */
  readonly rpcCode?: number | undefined
  /** The JSON-RPC error data that the endpoint gave, redacted. */
  readonly data?: unknown
}

/** The base of all errors of DEFIMON: what to do about it is in `code` and `retryable`. */
export class DefimonError extends Error {
  override readonly name: string = 'DefimonError'
  readonly code: ErrorCode
  readonly retryable: boolean
  declare readonly network?: NetworkId
  /** Host name only: never a path, query or key. */
  declare readonly host?: string
  declare readonly method?: string
  declare readonly retryAfterMs?: number
  declare readonly rpcCode?: number
  declare readonly data?: unknown

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause })
    this.code = code
    this.retryable = context.retryable ?? RETRYABLE.has(code)
    for (const key of ['network', 'host', 'method', 'retryAfterMs', 'rpcCode', 'data'] as const) {
      if (context[key] !== undefined) Object.defineProperty(this, key, { value: context[key], enumerable: true })
    }
    Object.defineProperty(this, MARKER, { value: true })
  }

  /** What a log line needs, the message included, which `JSON.stringify` leaves out of other errors. Without cause and stack. */
  toJSON(): Readonly<Record<string, unknown>> {
    return { ...(this as object), message: this.message }
  }

  /** True for errors of any copy of core that is loaded, which `instanceof` is not. */
  static isInstance(value: unknown): value is DefimonError {
    return typeof value === 'object' && value !== null && (value as { [MARKER]?: unknown })[MARKER] === true
  }
}

/** A claim of an endpoint that its own data contradict. */
export class VerificationError extends DefimonError {
  override readonly name: string = 'VerificationError'
  readonly check: Check
  readonly claimed: string
  readonly computed: string

  constructor(check: Check, claimed: string, computed: string, context: ErrorContext & { readonly detail?: string } = {}) {
    super(
      'VERIFICATION',
      `${check}: claimed ${claimed}, computed ${computed}${context.detail ? ` (${context.detail})` : ''}`,
      context,
    )
    this.check = check
    this.claimed = claimed
    this.computed = computed
  }
}

const ABSENCE_CODE = { 'not-yet': 'NOT_YET', skipped: 'NOT_FOUND', pruned: 'PRUNED', unknown: 'NOT_FOUND' } as const

/** A block that is not there, and what is known of why. */
export class BlockNotFoundError extends DefimonError {
  override readonly name: string = 'BlockNotFoundError'
  readonly id: BlockId
  readonly why: 'not-yet' | 'skipped' | 'pruned' | 'unknown'

  constructor(id: BlockId, why: BlockNotFoundError['why'], context: ErrorContext = {}) {
    super(ABSENCE_CODE[why], `block ${typeof id === 'object' ? id.hash : id} not found (${why})`, context)
    this.id = id
    this.why = why
  }
}

/** What the parent chain, or a quorum of endpoints, holds of a block, and what the asked endpoint says of the same block. */
export class ContradictionError extends DefimonError {
  override readonly name: string = 'ContradictionError'
  readonly block: BlockRef
  /** What the anchor holds. */
  readonly anchored: string
  /** What was computed from the endpoint's answer. */
  readonly computed: string

  constructor(block: BlockRef, anchored: string, computed: string, context: ErrorContext & { readonly detail?: string } = {}) {
    const detail = context.detail ? ` (${context.detail})` : ''
    super('CONTRADICTION', `block ${block.number}: anchored ${anchored}, computed ${computed}${detail}`, context)
    this.block = block
    this.anchored = anchored
    this.computed = computed
  }
}
