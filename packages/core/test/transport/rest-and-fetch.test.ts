import { DefimonError } from '@defimon/core'
import { describe, expect, test } from 'vitest'
import { echo, rpc, says, setUp } from './fake-endpoints.ts'

describe('get', () => {
  test('the path goes below that of the endpoint, with the query of both', async () => {
    const { runtime, transport, requests } = setUp(
      { 'one.example': says('{"height":1}') },
      { endpoints: ['https://one.example/v3/key?token=t'] },
    )
    expect(await runtime.runUntil(transport.get('/block?id=5&full=true'))).toEqual({ height: 1 })
    expect(requests[0]?.url.href).toBe('https://one.example/v3/key/block?token=t&id=5&full=true')
    expect(requests[0]?.init.method).toBe('GET')
  })

  test('a path cannot leave the host', async () => {
    const { runtime, transport, requests } = setUp({ 'one.example': says('{}') })
    for (const path of ['//evil.example/x', 'https://evil.example/x', '/\\evil.example'])
      await runtime.runUntil(transport.get(path))
    expect(new Set(requests.map(({ url }) => url.host))).toEqual(new Set(['one.example']))
  })

  test.each([
    ['404 is NOT_FOUND', says('{"message":"no such block"}', { status: 404 }), 'NOT_FOUND'],
    [
      'an error in words',
      says('{"code":"StarknetErrorCode.BLOCK_NOT_FOUND","message":"Block number 5 was not found."}', { status: 400 }),
      'NOT_FOUND',
    ],
    ['not recorded', says('{"error":{"code":-32098,"message":"not recorded: GET /block"}}', { status: 404 }), 'NOT_FOUND'],
    ['500', says('oops', { status: 500 }), 'TRANSIENT'],
    ['a web page', says('<html></html>'), 'MALFORMED'],
  ])('%s', async (_name, endpoint, code) => {
    const { runtime, transport } = setUp({ 'one.example': endpoint })
    await expect(runtime.runUntil(transport.get('/block'))).rejects.toMatchObject({ code, method: 'GET /block' })
  })

  test('a session asks its own endpoint', async () => {
    const { runtime, transport, hosts } = setUp({ 'one.example': says('1', { status: 503 }), 'two.example': says('{}') })
    const session = transport.session()
    await runtime.runUntil(session.get!('/a'))
    await runtime.runUntil(session.get!('/b'))
    expect(hosts()).toEqual(['one.example', 'two.example', 'two.example'])
  })
})

describe('fetch for SDKs', () => {
  const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })

  test('one call, with the id as the SDK gave it', async () => {
    const { runtime, transport } = setUp({ 'one.example': echo })
    const response = await runtime.runUntil(
      transport.fetch('http://transport.invalid', post({ jsonrpc: '2.0', id: 'a-7', method: 'm', params: [5] })),
    )
    expect(response.ok).toBe(true)
    expect(await response.json()).toEqual({ jsonrpc: '2.0', id: 'a-7', result: 5 })
  })

  test('an array goes through the same batching and limits', async () => {
    const { runtime, transport, requests } = setUp({ 'one.example': echo }, { maxBatch: 2 })
    const calls = [1, 2, 3, 4, 5].map((id) => ({ jsonrpc: '2.0', id, method: 'm', params: [id * 10] }))
    const response = await runtime.runUntil(transport.fetch(new URL('http://transport.invalid'), post(calls)))
    expect(((await response.json()) as { result: number }[]).map(({ result }) => result)).toEqual([10, 20, 30, 40, 50])
    expect(requests.map(({ calls: asked }) => asked.length)).toEqual([2, 2, 1])
  })

  test('an error of the endpoint stays a JSON-RPC error', async () => {
    const { runtime, transport } = setUp({
      'one.example': rpc(() => {
        throw { code: 3, message: 'execution reverted', data: '0x08' }
      }),
    })
    const response = await runtime.runUntil(
      transport.fetch('http://x.invalid', post({ jsonrpc: '2.0', id: 1, method: 'eth_call', params: [] })),
    )
    expect(await response.json()).toMatchObject({
      id: 1,
      error: { code: 3, message: expect.stringContaining('execution reverted'), data: '0x08' },
    })
  })

  test('a failure of the transport rejects as it is', async () => {
    const { runtime, transport } = setUp({}, { endpoints: ['https://nowhere.example/'] })
    const call = transport.fetch('http://x.invalid', post({ jsonrpc: '2.0', id: 1, method: 'm', params: [] }))
    const error = await runtime.runUntil(call.catch((caught: unknown) => caught))
    expect(DefimonError.isInstance(error) && error.code).toBe('UNREACHABLE')
  })

  test('a GET is a REST call', async () => {
    const { runtime, transport, requests } = setUp({ 'one.example': says('{"a":1}') })
    const response = await runtime.runUntil(transport.fetch('http://transport.invalid/feeder_gateway/get_block?blockNumber=1'))
    expect(await response.json()).toEqual({ a: 1 })
    expect(requests[0]?.url.href).toBe('https://one.example/feeder_gateway/get_block?blockNumber=1')
  })
})

test('bigints in params become numbers in full', async () => {
  const bodies: string[] = []
  const { runtime, transport } = setUp({
    'one.example': (request) => {
      bodies.push(String(request.init.body))
      return echo(request)
    },
  })
  await runtime.runUntil(transport.request('getBlock', [5n, 18446744073709551615n]))
  expect(bodies[0]).toContain('"params":[5,18446744073709551615]')
})

test('params that JSON cannot say are CONFIG', async () => {
  const { transport } = setUp({ 'one.example': echo })
  const circular: unknown[] = []
  circular.push(circular)
  await expect(transport.request('m', circular)).rejects.toMatchObject({ code: 'CONFIG' })
})
