import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server counted. */
export interface LimitedServer {
  readonly url: string
  readonly accepted: number
  readonly refused: number
  close(): Promise<void>
}

/** A JSON-RPC server on loopback that answers `callsPerSecond` calls, by a token bucket of one second, and refuses the rest with 429. */
export async function startLimitedServer(callsPerSecond: number, latencyMs: number): Promise<LimitedServer> {
  let tokens = callsPerSecond
  let filledMs = performance.now()
  let accepted = 0
  let refused = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as { readonly id: number } | readonly { readonly id: number }[]
      const calls = [body].flat() as readonly { readonly id: number }[]
      const nowMs = performance.now()
      tokens = Math.min(callsPerSecond, tokens + ((nowMs - filledMs) / 1000) * callsPerSecond)
      filledMs = nowMs
      const passes = tokens >= calls.length
      if (passes) {
        tokens -= calls.length
        accepted += calls.length
      } else refused += calls.length
      const answers = calls.map(({ id }) => ({ jsonrpc: '2.0', id, result: '0x10' }))
      setTimeout(() => {
        if (!passes) return response.writeHead(429, { 'retry-after': '1' }).end('too many requests')
        response.setHeader('content-type', 'application/json')
        return response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]))
      }, latencyMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get accepted() {
      return accepted
    },
    get refused() {
      return refused
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
