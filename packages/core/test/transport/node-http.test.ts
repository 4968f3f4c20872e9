import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { createTransport, type Transport } from '@defimon/core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPrivateAddressCheck } from '../../src/transport/node/private-addresses.ts'
import { createSystemHttpClient } from '../../src/transport/node/system-http-client.ts'
import { network } from './fake-endpoints.ts'

const MIB = 1024 * 1024
let server: Server
let respond: (response: ServerResponse, calls: { id: number }[]) => void
let url: string
let transport: Transport

const body = (id: number | undefined, result: unknown = 'é 0x1'): Buffer =>
  Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result }))

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const value = text === '' ? [] : JSON.parse(text)
      respond(response, Array.isArray(value) ? value : [value])
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  transport = createTransport(network, { endpoints: [url], maxResponseBytes: 8 * MIB, maxAttempts: 1 })
})
afterEach(() => transport.close())

describe('one-shot inflation', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)('%s', async (encoding, compress) => {
    respond = (response, [call]) => response.setHeader('content-encoding', encoding).end(compress(body(call?.id)))
    expect(await transport.request('m', [])).toBe('é 0x1')
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)('100 MB out of a small %s body is MALFORMED', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(100 * MIB, 0x20))
    expect(bomb.length).toBeLessThan(MIB)
    respond = (response) => response.setHeader('content-encoding', encoding).end(bomb)
    await expect(transport.request('m', [])).rejects.toMatchObject({
      code: 'MALFORMED',
      message: expect.stringContaining('larger than'),
    })
  })

  test('a body that is cut short, or is not what its header says, is MALFORMED', async () => {
    respond = (response, [call]) => response.setHeader('content-encoding', 'gzip').end(gzipSync(body(call?.id)).subarray(0, 20))
    await expect(transport.request('m', [])).rejects.toMatchObject({ code: 'MALFORMED' })
    respond = (response, [call]) => response.setHeader('content-encoding', 'br').end(body(call?.id))
    await expect(transport.request('m', [])).rejects.toMatchObject({ code: 'MALFORMED' })
    respond = (response, [call]) => response.setHeader('content-encoding', 'compress').end(body(call?.id))
    await expect(transport.request('m', [])).rejects.toMatchObject({ code: 'MALFORMED' })
  })
})

test('a body that never ends is dropped at the limit', async () => {
  let dropped = false
  respond = (response) => {
    const chunk = Buffer.alloc(MIB, 0x20)
    const write = (): void => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', write).on('close', () => {
      dropped = true
    })
    write()
  }
  await expect(transport.request('m', [])).rejects.toMatchObject({
    code: 'MALFORMED',
    message: expect.stringContaining('larger than'),
  })
  await expect.poll(() => dropped).toBe(true)
})

test('a declared length above the limit is refused before the body', async () => {
  respond = (response) => void response.writeHead(200, { 'content-length': String(100 * MIB) }).write('{')
  await expect(transport.request('m', [])).rejects.toMatchObject({ code: 'MALFORMED' })
})

test('redirects are not followed', async () => {
  let asked = 0
  respond = (response) => {
    asked++
    response.writeHead(307, { location: url }).end()
  }
  await expect(transport.request('m', [])).rejects.toMatchObject({
    code: 'MALFORMED',
    message: expect.stringContaining('redirect to 127.0.0.1'),
  })
  expect(asked).toBe(1)
})

test('a connection that is cut is UNREACHABLE', async () => {
  respond = (response) => void response.socket?.destroy()
  await expect(transport.request('m', [])).rejects.toMatchObject({ code: 'UNREACHABLE', host: new URL(url).host })
})

test('an abort ends the connection', async () => {
  const closed = new Promise<void>((resolve) => {
    respond = (response) => void response.on('close', resolve)
  })
  const abort = new AbortController()
  const call = transport.request('m', [], { signal: abort.signal })
  setTimeout(() => abort.abort(), 50)
  await expect(call).rejects.toMatchObject({ code: 'ABORTED' })
  await closed
})

test('a host name that resolves to a private address is refused, unless it is allowed', async () => {
  respond = (response, [call]) => response.end(body(call?.id))
  const named = url.replace('127.0.0.1', 'localhost')
  const request = {
    url: named,
    method: 'POST',
    headers: {},
    body: '{"id":1}',
    signal: AbortSignal.timeout(5000),
    maxBytes: MIB,
  } as const
  const strict = createSystemHttpClient({ allowPrivateAddress: () => false, maxConnections: 1 })!
  await expect(strict.send(request)).rejects.toThrow(/private address/)
  await strict.close()
  const open = createSystemHttpClient({ allowPrivateAddress: (hostname) => hostname === 'localhost', maxConnections: 1 })!
  expect((await open.send(request)).status).toBe(200)
  await open.close()
})

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.16.0.1', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['8.8.8.8', false],
  ['::1', true],
  ['::', true],
  ['fe80::1', true],
  ['fd00::1', true],
  ['::ffff:10.0.0.1', true],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::10.0.0.1', true],
  ['2606:4700::1111', false],
])('%s is private: %s', (address, expected) => {
  expect(createPrivateAddressCheck()(address)).toBe(expected)
})
