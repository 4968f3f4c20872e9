import type { Runtime } from '@defimon/core'
import type { SimulatedChain } from './simulated-chain.ts'
import type { SimulatedEndpoint } from './simulated-endpoint.ts'
import type { StackModel } from './stack-model.ts'

/** A WebSocket of a simulated endpoint, and how to break it. */
export interface SimulatedSocket {
  readonly webSocket: WebSocket
  /** Ends as when the connection is lost: an error, then a close with code 1006. */
  cut(): void
}

interface Request {
  readonly id?: unknown
  readonly method?: unknown
  readonly params?: unknown
}

function event(type: string, fields: Readonly<Record<string, unknown>> = {}): Event {
  return Object.assign(new Event(type), fields)
}

/** A socket that answers calls as the endpoint does, and tells of new heads as they come. */
export function createSimulatedSocket(
  url: string,
  ground: {
    readonly endpoint: SimulatedEndpoint
    readonly chain: SimulatedChain
    readonly model: StackModel
    readonly runtime: Runtime
  },
): SimulatedSocket {
  const { endpoint, chain, model, runtime } = ground
  const target = new EventTarget()
  const abort = new AbortController()
  const subscriptions = new Set<string>()
  let stopListening: (() => void) | undefined
  let state: 0 | 1 | 2 | 3 = 0
  let subscriptionCount = 0

  const emit = (type: string, fields?: Readonly<Record<string, unknown>>): void => {
    const happened = event(type, fields)
    const handler = socket[`on${type}` as 'onopen']
    if (typeof handler === 'function') handler.call(socket, happened)
    target.dispatchEvent(happened)
  }

  const end = (code: number, wasClean: boolean): void => {
    if (state === 3) return
    state = 3
    stopListening?.()
    abort.abort()
    if (!wasClean) emit('error')
    emit('close', { code, reason: '', wasClean })
  }

  const send = (body: unknown): void => {
    if (state === 1) emit('message', { data: JSON.stringify(body) })
  }

  /** Looks at the chain whenever a block is due, since nothing else may ask. */
  const followClock = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      const nextAtMs = chain.nextBlockAtMs
      if (nextAtMs === undefined) return
      await runtime.sleep(Math.max(1, nextAtMs - chain.clockMs), abort.signal)
      chain.catchUp()
    }
  }

  const subscribe = (): string => {
    subscriptionCount++
    const id = `0x${subscriptionCount.toString(16).padStart(32, '0')}`
    subscriptions.add(id)
    if (stopListening === undefined) {
      stopListening = chain.onChange((change) => {
        for (const block of change.added) {
          for (const subscription of subscriptions) {
            const result = model.newHead!.result(block, chain.content(block))
            send({
              jsonrpc: '2.0',
              method: `${model.newHead!.method.replace('subscribe', 'subscription')}`,
              params: { subscription, result },
            })
          }
        }
      })
      followClock().catch(() => {})
    }
    return id
  }

  const answer = async (request: Request): Promise<void> => {
    const method = String(request.method)
    const { id = null, params } = request
    if (model.newHead && method === model.newHead.method) {
      if (!model.newHead.matches(params))
        return send({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no such subscription' } })
      return send({ jsonrpc: '2.0', id, result: subscribe() })
    }
    if (model.newHead && method === model.newHead.method.replace('subscribe', 'unsubscribe')) {
      return send({ jsonrpc: '2.0', id, result: subscriptions.delete(String(Array.isArray(params) ? params[0] : params)) })
    }
    send({ jsonrpc: '2.0', id, ...(await endpoint.call({ method, params })) })
  }

  const socket = Object.assign(target, {
    url,
    protocol: '',
    extensions: '',
    binaryType: 'blob',
    bufferedAmount: 0,
    CONNECTING: 0,
    OPEN: 1,
    CLOSING: 2,
    CLOSED: 3,
    onopen: null,
    onmessage: null,
    onerror: null,
    onclose: null,
    send: (data: unknown) => {
      if (state === 0) throw new DOMException('the socket is not open yet', 'InvalidStateError')
      if (state !== 1) return
      const body: unknown = JSON.parse(String(data))
      for (const request of (Array.isArray(body) ? body : [body]) as Request[]) void answer(request)
    },
    close: (code = 1000) => {
      if (state >= 2) return
      state = 2
      queueMicrotask(() => end(code, true))
    },
  }) as unknown as WebSocket
  Object.defineProperty(socket, 'readyState', { get: () => state })
  queueMicrotask(() => {
    if (state !== 0) return
    state = 1
    emit('open')
  })
  return { webSocket: socket, cut: () => end(1006, false) }
}
