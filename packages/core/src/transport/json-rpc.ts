import {
  classifyHttpStatus,
  classifyRpcError,
  isHtml,
  type RpcErrorBody,
  readRetryAfterMs,
  readRpcError,
} from './classify-error.ts'
import type { FailureKind } from './failure.ts'
import type { HttpResponse } from './http-client.ts'
import { isNestedTooDeep } from './nesting-depth.ts'

/** What came back for one call. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false
      readonly kind: FailureKind
      readonly reason: string
      readonly error?: RpcErrorBody | undefined
      readonly retryAfterMs?: number | undefined
      readonly cause?: unknown
    }

/** The failed half of `Answer`. */
export type BadAnswer = Extract<Answer, { ok: false }>

/** How an answer is read. */
export interface ReadOptions {
  readonly parseJson: (text: string) => unknown
  readonly maxDepth: number
  readonly nowMs: number
}

const rawJson = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON

/**
 * A call without its id: what stands behind `{"jsonrpc":"2.0","id":1,` on the wire. Bigints become JSON numbers, in full.
 * Throws TypeError on what JSON cannot say.
 */
export function encodeCall(method: string, params: unknown): string {
  const body = params === undefined ? { method } : { method, params }
  return JSON.stringify(body, bigintToJson).slice(1)
}

function bigintToJson(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) || !rawJson ? number : rawJson(value.toString())
}

/** The body of one HTTP request; ids count up from `firstId`. */
export function encodeBody(calls: readonly string[], firstId: number): string {
  const parts = calls.map((call, index) => `{"jsonrpc":"2.0","id":${firstId + index},${call}`)
  return parts.length === 1 ? parts[0]! : `[${parts.join(',')}]`
}

/**
 * One answer per call, in their order; or one for all, where the endpoint refused the request as a whole.
 */
export function readAnswers(
  response: HttpResponse,
  firstId: number,
  count: number,
  options: ReadOptions,
): readonly Answer[] | BadAnswer {
  const body = parseBody(response, options)
  if (!body.ok) return body
  const { value } = body
  if (Array.isArray(value) && count > 1) {
    if (value.length === 1) {
      // Some endpoints refuse a batch with an array of one error.
      const refusal = readWholeRefusal(value[0], response, count, options)
      if (refusal) return refusal
    }
    return readBatch(value, firstId, count, response, options)
  }
  if (count > 1) {
    return (
      readWholeRefusal(value, response, count, options) ??
      statusOr(response, options, 'malformed', 'one answer for a batch of calls')
    )
  }
  return [readOne(value, firstId, true, response, options)]
}

/** A REST answer: any JSON. An error status is classified, with the body as the reason. */
export function readRestAnswer(response: HttpResponse, options: ReadOptions): Answer {
  const body = parseBody(response, options)
  if (response.status >= 200 && response.status < 300) return body
  const error = body.ok ? readRpcError(restError(body.value)) : undefined
  const kind = error?.code !== undefined && classifyRpcError(error) === 'not-recorded' ? 'not-recorded' : undefined
  const bad = statusAnswer(response, options, error)
  if (kind) return { ...bad, kind }
  return response.status === 404 || response.status === 410 ? { ...bad, kind: 'not-found' } : bad
}

function restError(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return undefined
  return (body as Record<string, unknown>)['error'] ?? body
}

function parseBody(response: HttpResponse, options: ReadOptions): Answer {
  const { text } = response
  const first = text.trimStart().slice(0, 1)
  if (first !== '{' && first !== '[') {
    const ok = response.status >= 200 && response.status < 300
    if (!ok) return statusAnswer(response, options, undefined)
    if (first === '') return bad('malformed', 'empty answer')
    if (isHtml(text)) return bad('malformed', 'a web page instead of JSON')
  }
  let value: unknown
  try {
    value = options.parseJson(text)
  } catch {
    // The parser's own message quotes the text; ours does not.
    return statusOr(response, options, 'malformed', `not JSON, or cut short after ${response.bytes} bytes`)
  }
  if (isNestedTooDeep(text, value, options.maxDepth)) return bad('malformed', `nested deeper than ${options.maxDepth}`)
  return { ok: true, value }
}

function readBatch(
  answers: readonly unknown[],
  firstId: number,
  count: number,
  response: HttpResponse,
  options: ReadOptions,
): readonly Answer[] {
  const results: (Answer | undefined)[] = new Array(count)
  for (const answer of answers) {
    const index = indexOf(answer, firstId, count)
    // An id asked for once and answered twice: the first stands.
    if (index !== undefined) results[index] ??= readOne(answer, firstId + index, false, response, options)
  }
  return Array.from(results, (result) => result ?? bad('malformed', 'no answer with the id of this call in the batch'))
}

function indexOf(answer: unknown, firstId: number, count: number): number | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const id = (answer as { id?: unknown }).id
  const index = (typeof id === 'string' ? Number(id) : typeof id === 'number' ? id : Number.NaN) - firstId
  return Number.isInteger(index) && index >= 0 && index < count ? index : undefined
}

function readOne(answer: unknown, id: number, single: boolean, response: HttpResponse, options: ReadOptions): Answer {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    return statusOr(response, options, 'malformed', 'not a JSON-RPC answer')
  }
  const fields = answer as { id?: unknown; result?: unknown; error?: unknown; message?: unknown }
  if (fields.error !== undefined && fields.error !== null) return rpcErrorAnswer(readRpcError(fields.error), response, options)
  if (single && indexOf(answer, id, 1) === undefined) {
    return statusOr(response, options, 'malformed', 'an answer with the id of another call')
  }
  if (fields.result === undefined) return statusOr(response, options, 'malformed', 'an answer without a result', fields.message)
  if (!isSuccess(response.status)) return statusAnswer(response, options, undefined)
  return { ok: true, value: fields.result }
}

function rpcErrorAnswer(error: RpcErrorBody, response: HttpResponse, options: ReadOptions): BadAnswer {
  let kind = classifyRpcError(error)
  if (response.status === 429 && kind !== 'quota-exhausted') kind = 'rate-limited'
  // The status says more than a code that nobody knows.
  if (kind === 'unknown' && !isSuccess(response.status)) kind = classifyHttpStatus(response.status, '')
  return {
    ok: false,
    kind,
    reason: error.message,
    error,
    retryAfterMs: readRetryAfterMs(response.retryAfter, error, options.nowMs),
  }
}

/** Kinds that an endpoint may mean when it answers a whole batch with one error and the words do not say which. */
const VAGUE: ReadonlySet<FailureKind> = new Set(['permanent', 'unknown', 'unsupported-method', 'malformed'])

function readWholeRefusal(value: unknown, response: HttpResponse, count: number, options: ReadOptions): BadAnswer | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { error } = value as { error?: unknown }
  if (error === undefined || error === null) return undefined
  const answer = rpcErrorAnswer(readRpcError(error), response, options)
  if (count === 1) return answer
  if (answer.kind === 'too-large') return { ...answer, kind: 'batch-too-large' }
  return VAGUE.has(answer.kind) ? { ...answer, kind: 'batch-refused' } : answer
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function statusOr(response: HttpResponse, options: ReadOptions, kind: FailureKind, reason: string, message?: unknown): BadAnswer {
  if (!isSuccess(response.status)) return statusAnswer(response, options, undefined)
  return bad(kind, typeof message === 'string' ? `${reason}: ${message}` : reason)
}

function statusAnswer(response: HttpResponse, options: ReadOptions, error: RpcErrorBody | undefined): BadAnswer {
  const { status, text } = response
  if (status >= 300 && status < 400) {
    return bad('malformed', `redirect to ${hostOf(response.location)}, which is refused`)
  }
  const message = error?.message ?? (isHtml(text) ? 'a web page' : text.slice(0, 200))
  return {
    ok: false,
    kind: classifyHttpStatus(status, message),
    reason: message === '' ? `HTTP ${status}` : `HTTP ${status}: ${message}`,
    error,
    retryAfterMs: readRetryAfterMs(response.retryAfter, error, options.nowMs),
  }
}

function hostOf(location: string | undefined): string {
  if (location === undefined) return 'another place'
  try {
    return new URL(location).host
  } catch {
    return 'another path'
  }
}

function bad(kind: FailureKind, reason: string): BadAnswer {
  return { ok: false, kind, reason }
}
