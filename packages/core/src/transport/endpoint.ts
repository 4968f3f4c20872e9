import { DefimonError } from '../contract/errors.ts'
import type { NetworkId } from '../contract/network.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { AnswerReader } from '../contract/transport.ts'
import { type BatchSize, createBatchSize } from './batch-size.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import type { ByteWindow } from './byte-window.ts'
import { joinPath, readTarget } from './endpoint-target.ts'
import { FAILURE_RULES, type Failure, type FailureKind, type Outcome } from './failure.ts'
import { type HttpClient, PrivateAddressError, ResponseEncodingError, ResponseTooLargeError } from './http-client.ts'
import { type Answer, type BadAnswer, encodeBody, readAnswers, readRestAnswer } from './json-rpc.ts'
import { createRecentValues, type RecentValues } from './recent-values.ts'
import { describeError, type Redactor } from './redact.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'
import type { TransportEndpoint, TransportLimits } from './transport-options.ts'

const FIRST_BATCH = 16
/** Promise turns that a call waits for others of the same tick. Blocks that are read side by side reach the queue within them. */
const COALESCING_TURNS = 8
/** A batch may take this share of the byte window, so that several are under way. */
const BATCH_SHARE_OF_WINDOW = 0.25
/** Readers take no deeper JSON than this, so a limit below it is left to the parser. */
const READER_DEPTH = 32
const QUOTA_PAUSE_MS = 10 * 60_000
/** Calls do not wait longer than this for an endpoint that asks for time; it is set aside instead. */
export const LONGEST_WAIT_MS = 60_000
const FIRST_DISTRUST_MS = 30_000
const MAX_DISTRUST_MS = 30 * 60_000

/** What is to be asked. */
export interface Task {
  /** The JSON-RPC method, or `GET /path` without its query. */
  readonly method: string
  /** From `encodeCall`. */
  readonly call?: string
  /** REST: path with query, relative to the endpoint. */
  readonly path?: string
  readonly priority: 'head' | 'backfill'
  readonly signal?: AbortSignal | undefined
  readonly reader?: AnswerReader | undefined
}

/** What all endpoints of a transport share. */
export interface EndpointContext {
  readonly network: NetworkId
  readonly runtime: Runtime
  readonly http: HttpClient
  readonly window: ByteWindow
  readonly limits: TransportLimits
  readonly parseJson: (text: string) => unknown
  /** Told of every attempt; for events. */
  readonly onAttempt: (
    endpoint: EndpointQueue,
    method: string,
    durationMs: number,
    failure: Failure | undefined,
    responseBytes: number,
  ) => void
  readonly onBreaker: (endpoint: EndpointQueue, state: 'closed' | 'open') => void
  readonly onRate: (endpoint: EndpointQueue) => void
}

/** One endpoint: its queue, and everything that is known of it. */
export interface EndpointQueue {
  readonly host: string
  readonly webSocketUrl: string | undefined
  readonly archive: boolean
  readonly redactor: Redactor
  readonly breaker: Breaker
  readonly bucket: TokenBucket
  readonly latencies: RecentValues
  /** Calls that wait. */
  readonly waiting: number
  /** How many calls one HTTP request may hold now. */
  readonly maxBatch: number
  /** One attempt. Never rejects. */
  attempt(task: Task): Promise<Outcome>
  failure(kind: FailureKind, reason: string, context?: FailureContext): Failure
  /** An answer failed a check. Trust comes back with time. */
  distrust(nowMs: number): void
  distrustedUntilMs: number
  /** No calls until then: the provider's quota is gone. */
  exhaustedUntilMs: number
  /** Set once it has shown to be of another network: never used again. */
  banned: Failure | undefined
  /** Ends all calls with `ABORTED`, and waits until nothing is under way. */
  close(): Promise<void>
}

/** What a failure is about, beside its kind and reason. */
export interface FailureContext {
  readonly method?: string | undefined
  readonly cause?: unknown
  readonly retryAfterMs?: number | undefined
  readonly rpcCode?: number | undefined
  readonly data?: unknown
}

interface Pending extends Task {
  /** Gone once the call has ended. */
  settle: ((outcome: Outcome) => void) | undefined
  /** Stops listening to the caller's signal. */
  stop: (() => void) | undefined
  readonly bytes: number
  done: boolean
  /** Refused as part of a batch; next time it goes alone. */
  alone: boolean
  flight: Flight | undefined
}

/** One HTTP request under way. */
interface Flight {
  readonly controller: AbortController
  readonly batch: readonly Pending[]
  open: number
  /** Size of its answer after inflation. 0 until there is one. */
  responseBytes: number
}

/** Makes the queue of one endpoint. Throws `CONFIG` when its URL is not one. */
export function createEndpoint(config: TransportEndpoint, context: EndpointContext): EndpointQueue {
  const { network, runtime, limits, window } = context
  const { url, headers, host, redactor } = readTarget(config, network)
  const bucket = createTokenBucket({ callsPerSecond: config.requestsPerSecond, nowMs: runtime.monotonicMs() })
  const breaker = createBreaker({ random: () => runtime.random() })
  const latencies = createRecentValues()
  const batchSize: BatchSize = createBatchSize(FIRST_BATCH, Math.min(limits.maxBatch, config.maxBatch ?? limits.maxBatch))
  const lanes: Record<Task['priority'], Pending[]> = { head: [], backfill: [] }
  const flights = new Map<Flight, Promise<void>>()
  let nextId = 1
  let scheduled = false
  let closed = false
  let distrusts = 0
  let timer: AbortController | undefined

  const failure = (kind: FailureKind, reason: string, about: FailureContext = {}): Failure => {
    const text = redactor.text(reason)
    const error = new DefimonError(
      FAILURE_RULES[kind].code,
      about.method === undefined ? `${network} at ${host}: ${text}` : `${network} at ${host}: ${about.method}: ${text}`,
      {
        network,
        host,
        method: about.method,
        retryAfterMs: about.retryAfterMs,
        rpcCode: about.rpcCode,
        ...(about.data !== undefined && { data: redactor.data(about.data) }),
        ...(about.cause !== undefined && { cause: redactor.cause(about.cause) }),
      },
    )
    return { ok: false, kind, error }
  }
  const answerFailure = (answer: BadAnswer, method: string): Failure =>
    failure(answer.kind, answer.reason, {
      method,
      cause: answer.cause,
      retryAfterMs: answer.retryAfterMs,
      rpcCode: answer.error?.code,
      data: answer.error?.data,
    })

  const endpoint: EndpointQueue = {
    host,
    webSocketUrl: config.webSocketUrl,
    archive: config.archive ?? false,
    redactor,
    breaker,
    bucket,
    latencies,
    get waiting() {
      return lanes.head.length + lanes.backfill.length
    },
    get maxBatch() {
      return Math.min(batchSize.limit(runtime.monotonicMs()), bucket.maxBatch)
    },
    failure,
    distrustedUntilMs: 0,
    exhaustedUntilMs: 0,
    banned: undefined,
    distrust(nowMs) {
      // Blocks that were read side by side and fail together are one reason, not many.
      if (nowMs < endpoint.distrustedUntilMs) return
      endpoint.distrustedUntilMs = nowMs + Math.min(MAX_DISTRUST_MS, FIRST_DISTRUST_MS * 2 ** distrusts)
      distrusts++
    },
    attempt: (task) =>
      new Promise((resolve) => {
        if (closed) return resolve(failure('aborted', 'the transport is closed', { method: task.method }))
        if (task.signal?.aborted) {
          breaker.release()
          return resolve(abortedBy(task))
        }
        const bytes = window.estimate(task.method)
        const pending: Pending = {
          ...task,
          bytes,
          settle: resolve,
          done: false,
          alone: false,
          flight: undefined,
          stop: undefined,
        }
        pending.stop = watchAbort(pending)
        lanes[task.priority].push(pending)
        schedule()
      }),
    async close() {
      closed = true
      timer?.abort()
      for (const lane of Object.values(lanes)) {
        for (const pending of lane.splice(0))
          finish(pending, failure('aborted', 'the transport is closed', { method: pending.method }))
      }
      const ending = [...flights]
      for (const [{ batch }] of ending) {
        for (const pending of batch) finish(pending, failure('aborted', 'the transport is closed', { method: pending.method }))
      }
      await Promise.all(ending.map(([, ended]) => ended))
    },
  }

  function abortedBy(task: Task): Failure {
    return failure('aborted', 'aborted by the caller', { method: task.method, cause: task.signal?.reason })
  }

  /** Ends a call when its caller's signal says so. Returns what takes the listener away. */
  function watchAbort(pending: Pending): (() => void) | undefined {
    const { signal } = pending
    if (!signal) return undefined
    const onAbort = (): void => finish(pending, abortedBy(pending))
    signal.addEventListener('abort', onAbort, { once: true })
    return () => signal.removeEventListener('abort', onAbort)
  }

  /** Ends a call once. The last open call of an HTTP request that ends early takes the request with it. */
  function finish(pending: Pending, outcome: Outcome): void {
    if (pending.done) return
    pending.done = true
    const { settle } = pending
    pending.stop?.()
    // A listener that was taken off a long-lived signal may hang on to the next one, and that to its call. What it still reaches must
    // not reach the answer, or answers outlive all their users until the next collection of everything.
    pending.settle = undefined
    pending.stop = undefined
    settle?.(outcome)
    const { flight } = pending
    // A call that never left may have held the place of a probe.
    if (!flight && !outcome.ok && outcome.kind === 'aborted') breaker.release()
    if (flight && --flight.open === 0) flight.controller.abort(new Error('no call waits for the answer'))
  }

  function schedule(): void {
    if (scheduled || closed) return
    scheduled = true
    let turns = COALESCING_TURNS
    const turn = (): void => {
      if (--turns > 0) void Promise.resolve().then(turn)
      else {
        scheduled = false
        pump()
      }
    }
    turn()
  }

  /** Sends what the bucket, the window and the number of connections allow. */
  function pump(): void {
    timer?.abort()
    timer = undefined
    while (!closed && flights.size < limits.maxConcurrency) {
      const batch = nextBatch()
      if (batch.length === 0) return
      const nowMs = runtime.monotonicMs()
      const waitMs = bucket.waitMs(batch.length, nowMs)
      const bytes = batch.reduce((sum, pending) => sum + pending.bytes, 0)
      if (waitMs > 0 || !window.hasRoom(bytes)) {
        putBack(batch)
        if (waitMs > 0) wakeIn(waitMs)
        else window.whenReleased(schedule)
        return
      }
      bucket.take(batch.length, nowMs)
      const flight: Flight = { controller: new AbortController(), batch, open: batch.length, responseBytes: 0 }
      flights.set(flight, send(flight, bytes))
    }
  }

  function nextBatch(): Pending[] {
    const limit = endpoint.maxBatch
    const maxBytes = limits.maxInFlightBytes * BATCH_SHARE_OF_WINDOW
    const batch: Pending[] = []
    let bytes = 0
    for (const lane of [lanes.head, lanes.backfill]) {
      let used = 0
      for (const pending of lane) {
        if (!pending.done) {
          const single = pending.path !== undefined || pending.alone
          if (batch.length > 0 && (single || batch.length >= limit || bytes + pending.bytes > maxBytes)) break
          batch.push(pending)
          bytes += pending.bytes
          if (single) {
            used++
            break
          }
        }
        used++
      }
      lane.splice(0, used)
      if (lane.length > 0) break
      const [first] = batch
      if (first && (first.path !== undefined || first.alone)) break
    }
    return batch
  }

  function putBack(batch: readonly Pending[]): void {
    for (const pending of batch.toReversed()) lanes[pending.priority].unshift(pending)
  }

  function wakeIn(ms: number): void {
    const controller = new AbortController()
    timer = controller
    runtime.sleep(ms, controller.signal).then(pump, () => {})
  }

  async function send(flight: Flight, bytes: number): Promise<void> {
    const { batch } = flight
    for (const pending of batch) pending.flight = flight
    window.acquire(bytes)
    const sentMs = runtime.monotonicMs()
    const firstId = nextId
    nextId += batch.length
    const answers = await exchange(flight, firstId)
    const nowMs = runtime.monotonicMs()
    flights.delete(flight)
    window.release(bytes)
    // Where nobody waits any more, the end of the request was ours and says nothing of the endpoint.
    if (flight.open > 0) conclude(flight, answers, sentMs, nowMs)
    else breaker.release()
    schedule()
  }

  /** One HTTP request. Never rejects. */
  async function exchange(flight: Flight, firstId: number): Promise<readonly Answer[] | BadAnswer> {
    const { batch } = flight
    const path = batch[0]?.path
    const reader = limits.maxDepth >= READER_DEPTH ? readerOf(batch) : undefined
    const done = new AbortController()
    let timedOut = false
    let values: readonly unknown[] | undefined
    runtime.sleep(limits.timeoutMs, done.signal).then(
      () => {
        timedOut = true
        flight.controller.abort(new Error('timed out'))
      },
      () => {},
    )
    try {
      const response = await context.http.send({
        url: path === undefined ? url.href : joinPath(url, path),
        method: path === undefined ? 'POST' : 'GET',
        headers,
        ...(path === undefined && {
          body: encodeBody(
            batch.map((pending) => pending.call ?? ''),
            firstId,
          ),
        }),
        signal: flight.controller.signal,
        maxBytes: limits.maxResponseBytes,
        ...(reader && {
          readBody(pieces, bytes) {
            values = reader.readAnswers(pieces, bytes, firstId, batch.length)
            return values !== undefined
          },
        }),
      })
      flight.responseBytes = response.bytes
      const options = { parseJson: context.parseJson, maxDepth: limits.maxDepth, nowMs: runtime.now() }
      if (path !== undefined) return [readRestAnswer(response, options)]
      const answers: readonly Answer[] | BadAnswer =
        values?.map((value) => ({ ok: true, value })) ?? readAnswers(response, firstId, batch.length, options)
      if (isList(answers) && answers.every((answer) => answer.ok)) {
        window.learn(
          batch.map((pending) => pending.method),
          response.bytes,
        )
      }
      return answers
    } catch (error) {
      if (timedOut) return { ok: false, kind: 'timeout', reason: `no answer within ${limits.timeoutMs} ms` }
      return connectionFailure(error)
    } finally {
      done.abort()
      // The client may hang on to the request, and through it to what was read, until the next collection of everything.
      values = undefined
    }
  }

  function conclude(flight: Flight, answers: readonly Answer[] | BadAnswer, sentMs: number, nowMs: number): void {
    const { batch } = flight
    const responseBytes = flight.responseBytes / batch.length
    const durationMs = nowMs - sentMs
    const again: Pending[] = []
    let accepted = 0
    let refused = 0
    let blamed = 0
    let retryAfterMs: number | undefined
    if (!isList(answers) && batch.length > 1) {
      // The request as a whole was too much: the same calls go again in smaller ones.
      const { kind } = answers
      if (kind === 'batch-refused') batchSize.refused(nowMs)
      if (kind === 'batch-too-large' || kind === 'too-large' || kind === 'oversized') batchSize.tooLarge(batch.length)
      if (kind === 'batch-refused' || kind === 'batch-too-large' || kind === 'too-large' || kind === 'oversized') {
        for (const pending of batch) if (!pending.done) again.push(pending)
        for (const pending of again) pending.flight = undefined
        bucket.accepted(batch.length, sentMs, nowMs)
        putBack(again)
        return
      }
    }
    for (const [index, pending] of batch.entries()) {
      const answer = isList(answers) ? answers[index]! : answers
      const failed = answer.ok ? undefined : answer
      if (failed?.kind === 'rate-limited') {
        refused++
        retryAfterMs = Math.max(retryAfterMs ?? 0, failed.retryAfterMs ?? 0) || undefined
      } else accepted++
      if (failed && FAILURE_RULES[failed.kind].blame) blamed++
      if (failed?.kind === 'quota-exhausted') endpoint.exhaustedUntilMs = nowMs + (failed.retryAfterMs ?? QUOTA_PAUSE_MS)
      else if (failed && (failed.retryAfterMs ?? 0) > LONGEST_WAIT_MS) endpoint.exhaustedUntilMs = nowMs + failed.retryAfterMs!
      if (pending.done) continue
      if (failed && batch.length > 1 && (failed.kind === 'too-large' || failed.kind === 'batch-too-large')) {
        // Perhaps only the answer of the whole batch was too large.
        pending.alone = true
        again.push(pending)
        continue
      }
      pending.flight = undefined
      const outcome: Outcome = answer.ok ? answer : answerFailure(answer, pending.method)
      context.onAttempt(endpoint, pending.method, durationMs, outcome.ok ? undefined : outcome, responseBytes)
      finish(pending, outcome)
    }
    // One call too large is its own fault; several are the batch's.
    if (again.length > 1) batchSize.tooLarge(batch.length)
    for (const pending of again) pending.flight = undefined
    if (accepted > 0) bucket.accepted(accepted, sentMs, nowMs)
    if (refused > 0) {
      bucket.refused(refused, sentMs, nowMs, retryAfterMs)
      context.onRate(endpoint)
    }
    if (refused === batch.length) breaker.release()
    else {
      const failed = blamed * 2 > batch.length
      const before = breaker.state(nowMs)
      breaker.record(failed, nowMs)
      const after = breaker.state(nowMs)
      if (after !== before && after !== 'half-open') context.onBreaker(endpoint, after)
      if (!failed) {
        latencies.add(durationMs)
        if (isList(answers) && again.length === 0) batchSize.accepted(batch.length)
      }
    }
    putBack(again)
  }

  return endpoint
}

function isList(answers: readonly Answer[] | BadAnswer): answers is readonly Answer[] {
  return Array.isArray(answers)
}

/** The reader that all calls of a request came with. */
function readerOf(batch: readonly Pending[]): AnswerReader | undefined {
  const reader = batch[0]?.reader
  return reader && batch.every((pending) => pending.reader === reader) ? reader : undefined
}

function connectionFailure(error: unknown): BadAnswer {
  if (error instanceof ResponseTooLargeError) return { ok: false, kind: 'oversized', reason: error.message }
  if (error instanceof ResponseEncodingError) return { ok: false, kind: 'malformed', reason: error.message }
  if (error instanceof PrivateAddressError) return { ok: false, kind: 'private-address', reason: error.message }
  return { ok: false, kind: 'unreachable', reason: `cannot be reached: ${describeError(error).message}`, cause: error }
}
