import { type HttpClient, type HttpRequest, type HttpResponse, ResponseTooLargeError } from './http-client.ts'

/** HTTP by a WHATWG fetch. The fetch inflates; the body is counted as it comes and dropped when it exceeds the limit. */
export function createFetchHttpClient(fetch: typeof globalThis.fetch): HttpClient {
  return {
    async send(request) {
      const response = await orAborted(
        request.signal,
        fetch(request.url, {
          method: request.method,
          headers: request.headers,
          redirect: 'manual',
          signal: request.signal,
          ...(request.body !== undefined && { body: request.body }),
        }),
      )
      const { text, bytes } = await readBody(response, request)
      const result: HttpResponse = {
        // Browsers hide the status of a redirect that is not followed.
        status: response.type === 'opaqueredirect' ? 302 : response.status,
        text,
        bytes,
        contentType: response.headers.get('content-type') ?? undefined,
        retryAfter: response.headers.get('retry-after') ?? undefined,
        location: response.headers.get('location') ?? undefined,
      }
      return result
    },
    async close() {},
  }
}

/** A fetch that does not listen to its signal must not keep us. */
function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

async function readBody(response: Response, request: HttpRequest): Promise<Pick<HttpResponse, 'text' | 'bytes'>> {
  if (!response.body) return { text: '', bytes: 0 }
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  // A fetch that ignores the signal while the body comes must not keep us.
  const onAbort = (): void => void reader.cancel(request.signal.reason).catch(() => {})
  request.signal.addEventListener('abort', onAbort, { once: true })
  try {
    const chunks: Uint8Array[] = []
    let bytes = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (request.signal.aborted) throw request.signal.reason
      if (done) break
      bytes += value.byteLength
      if (bytes > request.maxBytes) {
        void reader.cancel().catch(() => {})
        throw new ResponseTooLargeError(request.maxBytes)
      }
      chunks.push(value)
    }
    const isRead = response.ok && request.readBody?.(chunks, bytes)
    return { text: isRead ? '' : decode(chunks, bytes), bytes }
  } finally {
    request.signal.removeEventListener('abort', onAbort)
  }
}

function decode(chunks: readonly Uint8Array[], bytes: number): string {
  const [only] = chunks
  if (only && chunks.length === 1) return new TextDecoder().decode(only)
  const whole = new Uint8Array(bytes)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return new TextDecoder().decode(whole)
}
