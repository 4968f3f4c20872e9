import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where to listen. */
export interface ServeFetchOptions {
  /** Default: any that is free. */
  readonly port?: number
  /** Default `127.0.0.1`: reachable from this machine alone. */
  readonly host?: string
}

/** A server that is up. */
export interface FetchServer extends AsyncDisposable {
  readonly url: string
  /** Ends all connections. */
  close(): Promise<void>
}

/**
 * Serves a fetch over HTTP: replays and simulated networks for whatever speaks HTTP. Rejects where the port is taken. A fetch that
 * rejects is answered with 502.
 */
export async function serveFetch(fetch: typeof globalThis.fetch, options: ServeFetchOptions = {}): Promise<FetchServer> {
  const { port = 0, host = '127.0.0.1' } = options
  const server = createServer((request, response) => {
    answer(fetch, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://${name}:${address.port}`, close, [Symbol.asyncDispose]: close }
}

async function answer(fetch: typeof globalThis.fetch, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array<ArrayBuffer>)
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== 'connection' && name !== 'host' && name !== 'content-length' && value !== undefined)
      headers.set(name, String(value))
  }
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const method = request.method ?? 'GET'
  const url = new URL(request.url ?? '/', 'http://localhost')
  let result: Response
  try {
    result = await fetch(url, {
      method,
      headers,
      signal: gone.signal,
      ...(method !== 'GET' && method !== 'HEAD' && { body: Buffer.concat(chunks) }),
    })
  } catch {
    if (response.destroyed) return
    response.writeHead(502).end()
    return
  }
  response.writeHead(result.status, Object.fromEntries(result.headers))
  if (result.body) {
    for await (const chunk of result.body) {
      if (response.destroyed) return
      if (!response.write(chunk)) await new Promise<void>((resolve) => response.once('drain', resolve).once('close', resolve))
    }
  }
  response.end()
}
