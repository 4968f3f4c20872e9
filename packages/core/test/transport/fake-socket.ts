/** A WebSocket whose other end is the test. */
export interface FakeSocket {
  readonly url: string
  readonly webSocket: WebSocket
  /** What was sent, parsed. */
  readonly sent: { readonly id: number; readonly method: string; readonly params: unknown }[]
  readonly closed: boolean
  /** Listeners that are still there. */
  readonly listeners: number
  open(): void
  says(message: unknown): void
  lose(): void
}

/** Makes a socket that is not open yet. */
export function fakeSocket(url: string): FakeSocket {
  const listeners = new Map<string, Set<(event: unknown) => void>>()
  const sent: FakeSocket['sent'] = []
  let closed = false
  const emit = (type: string, event: object = {}): void => {
    for (const listener of [...(listeners.get(type) ?? [])]) listener({ type, ...event })
  }
  const webSocket = {
    addEventListener(type: string, listener: (event: unknown) => void) {
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener))
    },
    removeEventListener(type: string, listener: (event: unknown) => void) {
      listeners.get(type)?.delete(listener)
    },
    send: (text: string) => void sent.push(JSON.parse(text)),
    close() {
      closed = true
    },
  }
  return {
    url,
    webSocket: webSocket as unknown as WebSocket,
    sent,
    get closed() {
      return closed
    },
    get listeners() {
      return ['open', 'message', 'close'].reduce((sum, type) => sum + (listeners.get(type)?.size ?? 0), 0)
    },
    open: () => emit('open'),
    says: (message) => emit('message', { data: typeof message === 'string' ? message : JSON.stringify(message) }),
    lose() {
      emit('error')
      emit('close', { code: 1006 })
    },
  }
}
