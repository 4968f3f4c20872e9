import { createTransport, type Transport, type TransportOptions } from '@defimon/core'
import { type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { expect, test } from 'vitest'
import { network } from './fake-endpoints.ts'
import { type FakeSocket, fakeSocket } from './fake-socket.ts'

interface Setup {
  readonly runtime: VirtualRuntime
  readonly transport: Transport
  readonly sockets: FakeSocket[]
}

function setUp(options: TransportOptions = {}): Setup {
  const sockets: FakeSocket[] = []
  const runtime = virtualRuntime()
  const webSocket = (url: string): WebSocket => {
    const socket = fakeSocket(url)
    sockets.push(socket)
    return socket.webSocket
  }
  const endpoints = [{ url: 'https://one.example/', webSocketUrl: 'wss://one.example/ws/s3cretK3y' }]
  return { runtime, transport: createTransport(network, { endpoints, runtime: { ...runtime, webSocket }, ...options }), sockets }
}

const head = (subscription: string, number: string): object => ({
  jsonrpc: '2.0',
  method: 'eth_subscription',
  params: { subscription, result: { number } },
})

test('notifications of the subscription come in order, those of others do not', async () => {
  const { runtime, transport, sockets } = setUp()
  const heads = transport.subscribe('eth_subscribe', ['newHeads'])[Symbol.asyncIterator]()
  const first = heads.next()
  await runtime.settle()
  const [socket] = sockets
  socket?.open()
  expect(socket?.sent).toMatchObject([{ method: 'eth_subscribe', params: ['newHeads'] }])
  socket?.says({ jsonrpc: '2.0', id: socket.sent[0]?.id, result: '0xabc' })
  socket?.says(head('0xother', '0x0'))
  socket?.says(head('0xabc', '0x1'))
  socket?.says(head('0xabc', '0x2'))
  expect(await first).toEqual({ done: false, value: { number: '0x1' } })
  expect(await heads.next()).toEqual({ done: false, value: { number: '0x2' } })
  await heads.return?.()
  expect(socket?.closed).toBe(true)
  expect(socket?.listeners).toBe(0)
  expect(runtime.pendingTimers).toBe(0)
})

test.each<[string, (socket: FakeSocket) => void, string]>([
  ['a lost socket', (socket) => socket.lose(), 'UNREACHABLE'],
  [
    'a refused subscription',
    (socket) => socket.says({ jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'no wss://one.example/ws/s3cretK3y' } }),
    'RPC',
  ],
  ['a message that is not JSON', (socket) => socket.says('<html>'), 'MALFORMED'],
  ['a message that is too large', (socket) => socket.says('x'.repeat(2000)), 'MALFORMED'],
  ['a subscription without an id', (socket) => socket.says({ jsonrpc: '2.0', id: 1, result: null }), 'MALFORMED'],
])('%s ends the iteration with an error, and leaves nothing', async (_name, happen, code) => {
  const { runtime, transport, sockets } = setUp({ maxResponseBytes: 1000 })
  const next = transport
    .subscribe('eth_subscribe', ['newHeads'])
    [Symbol.asyncIterator]()
    .next()
    .catch((error: unknown) => error)
  await runtime.settle()
  sockets[0]?.open()
  happen(sockets[0]!)
  const error = await next
  expect(error).toMatchObject({ code, network: 'testnet', host: 'one.example', method: 'eth_subscribe' })
  expect(String((error as Error).message)).not.toContain('s3cretK3y')
  expect(sockets[0]?.closed).toBe(true)
  expect(sockets[0]?.listeners).toBe(0)
  expect(runtime.pendingTimers).toBe(0)
})

test('what came before the socket was lost is not lost', async () => {
  const { runtime, transport, sockets } = setUp()
  const heads = transport.subscribe('eth_subscribe', ['newHeads'])[Symbol.asyncIterator]()
  const first = heads.next()
  await runtime.settle()
  sockets[0]?.open()
  sockets[0]?.says({ jsonrpc: '2.0', id: 1, result: '0xabc' })
  sockets[0]?.says(head('0xabc', '0x1'))
  sockets[0]?.says(head('0xabc', '0x2'))
  sockets[0]?.lose()
  expect((await first).value).toEqual({ number: '0x1' })
  expect((await heads.next()).value).toEqual({ number: '0x2' })
  await expect(heads.next()).rejects.toMatchObject({ code: 'UNREACHABLE' })
})

test('a socket that never answers is TIMEOUT', async () => {
  const { runtime, transport, sockets } = setUp({ timeoutMs: 500 })
  const next = transport.subscribe('eth_subscribe', [])[Symbol.asyncIterator]().next()
  await expect(runtime.runUntil(next)).rejects.toMatchObject({ code: 'TIMEOUT' })
  expect(sockets[0]?.closed).toBe(true)
  expect(runtime.pendingTimers).toBe(0)
})

test.each(['abort', 'close'])('%s ends a subscription that waits, and leaves nothing', async (how) => {
  const { runtime, transport, sockets } = setUp()
  const abort = new AbortController()
  const next = transport
    .subscribe('eth_subscribe', [], { signal: abort.signal })
    [Symbol.asyncIterator]()
    .next()
    .catch((error: unknown) => error)
  await runtime.settle()
  sockets[0]?.open()
  if (how === 'abort') abort.abort()
  else await transport.close()
  expect(await next).toMatchObject({ code: 'ABORTED' })
  expect(sockets[0]?.closed).toBe(true)
  expect(sockets[0]?.listeners).toBe(0)
  expect(runtime.pendingTimers).toBe(0)
})

test('UNSUPPORTED where no endpoint has a socket', async () => {
  const { transport } = setUp({ endpoints: ['https://one.example/'] })
  await expect(transport.subscribe('eth_subscribe', [])[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  })
})

test('after a failed socket the next subscription goes to another endpoint', async () => {
  const { runtime, transport, sockets } = setUp({
    endpoints: [
      { url: 'https://one.example/', webSocketUrl: 'wss://one.example/' },
      { url: 'https://two.example/', webSocketUrl: 'wss://two.example/' },
    ],
  })
  for (let n = 0; n < 2; n++) {
    const next = transport
      .subscribe('eth_subscribe', [])
      [Symbol.asyncIterator]()
      .next()
      .catch(() => {})
    await runtime.settle()
    sockets[n]?.lose()
    await next
  }
  expect(sockets.map(({ url }) => new URL(url).host)).toEqual(['one.example', 'two.example'])
})
