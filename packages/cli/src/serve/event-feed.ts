import type { Runtime } from '@defimon/core'
import type { SyncEvent } from '@defimon/sync'

/** Events for whoever listens, as server-sent events (WHATWG HTML, 9.2). */
export interface EventFeed {
  tell(event: SyncEvent): void
  /** The stream of one listener, from now on. Ends with the signal. */
  open(signal: AbortSignal | undefined): ReadableStream<Uint8Array>
  close(): void
}

const MOST_LISTENERS = 32
/** Texts that wait for a slow listener; it loses what comes beyond them. */
const MOST_WAITING = 256
const HEARTBEAT_MS = 15_000

/** A feed without listeners. */
export function createEventFeed(runtime: Runtime): EventFeed {
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const closing = new AbortController()
  const encoder = new TextEncoder()
  let beating = false

  const send = (text: string): void => {
    const bytes = encoder.encode(text)
    for (const listener of listeners) {
      if ((listener.desiredSize ?? 0) > 0) listener.enqueue(bytes)
    }
  }
  /** Lets both ends notice a connection that is gone. Runs only while somebody listens. */
  const beat = async (): Promise<void> => {
    if (beating) return
    beating = true
    try {
      while (listeners.size > 0) {
        await runtime.sleep(HEARTBEAT_MS, closing.signal)
        send(': still here\n\n')
      }
    } catch {
      // closed
    } finally {
      beating = false
    }
  }

  return {
    tell(event) {
      if (listeners.size === 0) return
      const data = JSON.stringify(event, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
      send(`event: ${event.type}\ndata: ${data}\n\n`)
    },
    open(signal) {
      let own: ReadableStreamDefaultController<Uint8Array> | undefined
      const leave = (): void => {
        if (own) listeners.delete(own)
      }
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            own = controller
            if (listeners.size >= MOST_LISTENERS || closing.signal.aborted) {
              controller.enqueue(encoder.encode('event: refused\ndata: {"reason":"too many listeners"}\n\n'))
              controller.close()
              return
            }
            listeners.add(controller)
            controller.enqueue(encoder.encode(': listening\n\n'))
            signal?.addEventListener('abort', leave, { once: true })
            void beat()
          },
          cancel: leave,
        },
        { highWaterMark: MOST_WAITING },
      )
    },
    close() {
      closing.abort()
      for (const listener of listeners) listener.close()
      listeners.clear()
    },
  }
}
