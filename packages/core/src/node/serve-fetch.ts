import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where to listen. */
export interface ServeFetchOptions {
  /** Default: any that is free. */
  readonly port?: number
  /** Default `127.0.0.1`: reachable from this machine alone. */
  readonly host?: string
  /**
   * Whether a request may name this host (its `Host` header, without the port). A page in a browser can make any name point here, so
   * a server that is meant for this machine names those that it knows. Others get 403. Default: all may.
   */
  readonly allowHost?: (host: string) => boolean
  /** Most bytes of a request; larger ones get 413. Default 16 MiB. */
  readonly maxRequestBytes?: number
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
    answer(fetch, request, response, options).catch(() => response.destroy())
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

async function answer(
  fetch: typeof globalThis.fetch,
  request: IncomingMessage,
  response: ServerResponse,
  { allowHost, maxRequestBytes = 16 * 1024 * 1024 }: ServeFetchOptions,
): Promise<void> {
  if (allowHost && !allowHost(hostOf(request.headers.host))) {
    response.writeHead(403).end()
    return
  }
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Uint8Array).length
    if (bytes > maxRequestBytes) {
      response.writeHead(413, { connection: 'close' }).end()
      return
    }
    chunks.push(chunk as Uint8Array<ArrayBuffer>)
  }
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

/** Without its port, in lowercase. */
function hostOf(header: string | undefined): string {
  return (header ?? '').toLowerCase().replace(/:\d+$/, '')
}
