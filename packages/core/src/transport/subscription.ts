import type { Runtime } from '../contract/runtime.ts'
import { readRpcError } from './classify-error.ts'
import type { EndpointQueue } from './endpoint.ts'
import type { FailureKind } from './failure.ts'

/** Notifications that wait for a slow reader. Beyond it the subscription ends, since a gap must not go unseen. */
const MAX_WAITING = 10_000
const SUBSCRIBE_ID = 1

/** What it takes to subscribe. */
export interface SubscriptionOptions {
  readonly endpoint: EndpointQueue
  readonly webSocketUrl: string
  readonly runtime: Runtime
  readonly method: string
  readonly params: unknown
  readonly signals: readonly AbortSignal[]
  readonly timeoutMs: number
  readonly maxMessageBytes: number
  readonly parseJson: (text: string) => unknown
}

/**
 * One WebSocket, one subscription, as `eth_subscribe`, `slotSubscribe` or `starknet_subscribeNewHeads` give it: the answer is an id,
 * and what follows are notifications with that id. Opens at the first read. Ends with an error when the socket is lost, silently never;
 * whoever wants another opens another. Leaves no socket and no timer behind, however it ends.
 */
export async function* openSubscription(options: SubscriptionOptions): AsyncGenerator<unknown, void, undefined> {
  const { endpoint, runtime, method } = options
  const waiting: unknown[] = []
  let subscription: unknown
  let failure: Error | undefined
  let wake: (() => void) | undefined
  const started = new AbortController()

  const fail = (kind: FailureKind, reason: string, context: { cause?: unknown; rpcCode?: number | undefined } = {}): void => {
    failure ??= endpoint.failure(kind, reason, { method, ...context }).error
    wake?.()
  }
  const onAbort = (): void => fail('aborted', 'aborted by the caller')
  if (options.signals.some((signal) => signal.aborted)) onAbort()
  if (failure) throw failure

  let socket: WebSocket
  try {
    socket = runtime.webSocket!(options.webSocketUrl)
  } catch (cause) {
    throw endpoint.failure('unreachable', 'the socket cannot be opened', { method, cause }).error
  }
  for (const signal of options.signals) signal.addEventListener('abort', onAbort, { once: true })
  runtime.sleep(options.timeoutMs, started.signal).then(
    () => fail('timeout', `no subscription within ${options.timeoutMs} ms`),
    () => {},
  )

  const onOpen = (): void => socket.send(JSON.stringify({ jsonrpc: '2.0', id: SUBSCRIBE_ID, method, params: options.params }))
  const onClose = (): void => fail('unreachable', 'the socket was closed')
  const onError = (): void => fail('unreachable', 'the socket failed')
  const onMessage = (event: MessageEvent) => {
    const text: unknown = event.data
    if (typeof text !== 'string') return fail('malformed', 'a message that is not text')
    if (text.length > options.maxMessageBytes) return fail('oversized', `a message larger than ${options.maxMessageBytes} bytes`)
    let message: unknown
    try {
      message = options.parseJson(text)
    } catch {
      return fail('malformed', 'a message that is not JSON')
    }
    if (typeof message === 'object' && message !== null) onAnswer(message as Record<string, unknown>)
  }
  const onAnswer = (message: Record<string, unknown>) => {
    if (message['id'] === SUBSCRIBE_ID && subscription === undefined) {
      if (message['error'] !== undefined && message['error'] !== null) {
        const error = readRpcError(message['error'])
        return fail('permanent', error.message, { rpcCode: error.code })
      }
      if (message['result'] === undefined || message['result'] === null) return fail('malformed', 'a subscription without an id')
      subscription = message['result']
      started.abort()
      return
    }
    const params = message['params'] as Record<string, unknown> | null | undefined
    if (typeof params !== 'object' || params === null || params['result'] === undefined) return
    // One subscription per socket: what comes before the id, or without one, is ours too.
    const id = params['subscription'] ?? params['subscription_id']
    if (subscription !== undefined && id !== undefined && id !== subscription) return
    if (waiting.length >= MAX_WAITING) return fail('transient', `more than ${MAX_WAITING} notifications were not read`)
    waiting.push(params['result'])
    wake?.()
  }
  socket.addEventListener('open', onOpen)
  socket.addEventListener('close', onClose)
  socket.addEventListener('error', onError)
  socket.addEventListener('message', onMessage)

  try {
    for (;;) {
      if (waiting.length > 0) {
        yield waiting.shift()
        continue
      }
      if (failure) throw failure
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      wake = undefined
    }
  } finally {
    started.abort()
    for (const signal of options.signals) signal.removeEventListener('abort', onAbort)
    socket.removeEventListener('open', onOpen)
    socket.removeEventListener('close', onClose)
    socket.removeEventListener('error', onError)
    socket.removeEventListener('message', onMessage)
    // A socket that is closed while it connects reports that as an error, which nobody must hear.
    socket.addEventListener('error', () => {}, { once: true })
    socket.close()
  }
}
