import type { CallOptions } from '@defimon/core'
import type { SyncEvent } from './sync.ts'

const BUFFER_SIZE = 1024

/** Hands each event to every listener. A slow listener never holds the sync up. */
export interface EventStream {
  emit(event: SyncEvent): void
  listen(options?: CallOptions): AsyncIterable<SyncEvent>
  /** Ends all listeners once they have read what is buffered. */
  end(): void
}

interface Listener {
  push(event: SyncEvent): void
  end(): void
}

/** A stream with a bounded buffer per listener. */
export function createEventStream(): EventStream {
  const listeners = new Set<Listener>()
  let ended = false
  return {
    emit(event) {
      for (const listener of listeners) listener.push(event)
    },
    listen(options) {
      return createListener(listeners, () => ended, options?.signal)
    },
    end() {
      ended = true
      for (const listener of [...listeners]) listener.end()
    },
  }
}

function createListener(listeners: Set<Listener>, hasEnded: () => boolean, signal?: AbortSignal): AsyncIterable<SyncEvent> {
  const buffer: SyncEvent[] = []
  const waiting: ((result: IteratorResult<SyncEvent, undefined>) => void)[] = []
  let closed = hasEnded() || signal?.aborted === true

  const close = (): void => {
    closed = true
    listeners.delete(listener)
    signal?.removeEventListener('abort', close)
    for (const resolve of waiting.splice(0)) resolve({ done: true, value: undefined })
  }
  const listener: Listener = {
    push(event) {
      const next = waiting.shift()
      if (next) return next({ done: false, value: event })
      if (buffer.length >= BUFFER_SIZE) dropOldest(buffer)
      buffer.push(event)
    },
    end: close,
  }
  if (!closed) {
    listeners.add(listener)
    signal?.addEventListener('abort', close, { once: true })
  }

  const iterator: AsyncIterator<SyncEvent, undefined> = {
    next() {
      const event = signal?.aborted ? undefined : buffer.shift()
      if (event) return Promise.resolve({ done: false, value: event })
      if (closed) return Promise.resolve({ done: true, value: undefined })
      return new Promise((resolve) => waiting.push(resolve))
    },
    return() {
      buffer.length = 0
      close()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
  return { [Symbol.asyncIterator]: () => iterator }
}

/** Block and progress events come again by the thousand; a reorg or a stop is told once. */
function dropOldest(buffer: SyncEvent[]): void {
  const index = buffer.findIndex((event) => event.type === 'block' || event.type === 'progress')
  buffer.splice(Math.max(index, 0), 1)
}
