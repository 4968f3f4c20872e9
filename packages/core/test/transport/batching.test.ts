import { describe, expect, test } from 'vitest'
import { echo, type FakeEndpoint, rpc, says, setUp } from './fake-endpoints.ts'

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

/** Refuses requests of more than `limit` calls the way `refuse` says, and echoes the others. */
function atMost(limit: () => number, refuse: FakeEndpoint): FakeEndpoint {
  return (request) => (request.calls.length > limit() ? refuse(request) : echo(request))
}

test('calls of the same tick share HTTP requests, and every call gets its own answer', async () => {
  const { runtime, transport, requests } = setUp({ 'one.example': echo })
  const results = await runtime.runUntil(Promise.all(range(40).map((n) => transport.request('eth_getBlockByNumber', [n]))))
  expect(results).toEqual(range(40))
  expect(requests.length).toBeLessThan(20)
})

test('the two calls of a block go in one request, also where the second is asked a moment later', async () => {
  const { runtime, transport, requests } = setUp({ 'one.example': echo })
  const session = transport.session()
  const later = Promise.resolve().then(() => session.request('eth_getBlockReceipts', [2]))
  expect(await runtime.runUntil(Promise.all([session.request('eth_getBlockByNumber', [1]), later]))).toEqual([1, 2])
  expect(requests).toHaveLength(1)
})

test('answers of a batch are matched by id, not by place', async () => {
  const shuffled: FakeEndpoint = ({ calls, batch }) => {
    const bodies = calls.map(({ id, params }) => ({ jsonrpc: '2.0', id: String(id), result: (params as unknown[])[0] }))
    return new Response(JSON.stringify(batch ? bodies.reverse() : bodies[0]))
  }
  const { runtime, transport } = setUp({ 'one.example': shuffled })
  expect(await runtime.runUntil(Promise.all(range(4).map((n) => transport.request('m', [n]))))).toEqual(range(4))
})

test('a call that is missing in the answer of a batch is asked again, the others are not', async () => {
  let first = true
  const forgetful: FakeEndpoint = ({ calls, batch }) => {
    const bodies = calls.map(({ id, params }) => ({ jsonrpc: '2.0', id, result: (params as unknown[])[0] }))
    if (first) bodies.splice(1, 1)
    first = false
    return new Response(JSON.stringify(batch ? bodies : bodies[0]))
  }
  const { runtime, transport, requests } = setUp({ 'one.example': forgetful })
  expect(await runtime.runUntil(Promise.all(range(3).map((n) => transport.request('m', [n]))))).toEqual(range(3))
  expect(requests.map(({ calls }) => calls.map(({ params }) => (params as number[])[0]))).toEqual([[0, 1, 2], [1]])
})

describe('the size of a batch is learned', () => {
  const REFUSALS: readonly (readonly [string, FakeEndpoint])[] = [
    ['geth', says('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batch too large"}}')],
    ['413', says('Request Entity Too Large', { status: 413 })],
    [
      'an array of one error',
      says('[{"jsonrpc":"2.0","id":null,"error":{"code":-32010,"message":"The batch request was too large"}}]'),
    ],
    [
      'dRPC',
      says(
        '{"id":1,"jsonrpc":"2.0","error":{"message":"Batch of more than 3 requests are not allowed on free tier","code":31}}',
        { status: 500 },
      ),
    ],
    [
      'each call refused',
      rpc(() => {
        throw { code: -32003, message: 'response too large' }
      }),
    ],
  ]
  test.each(REFUSALS)('shrinks where it is refused: %s', async (_name, refuse) => {
    const { runtime, transport, requests } = setUp({ 'one.example': atMost(() => 3, refuse) })
    expect(await runtime.runUntil(Promise.all(range(60).map((n) => transport.request('m', [n]))))).toEqual(range(60))
    const before = requests.filter(({ calls }) => calls.length > 3).length
    expect(await runtime.runUntil(Promise.all(range(60).map((n) => transport.request('m', [n]))))).toEqual(range(60))
    expect(requests.filter(({ calls }) => calls.length > 3).length - before).toBeLessThanOrEqual(2)
    await transport.close()
    expect(runtime.pendingTimers).toBe(0)
  })

  test('falls to one where batches are not taken at all', async () => {
    const refuse = says(
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"Batched requests are not supported by this server"}}',
    )
    const { runtime, transport, requests } = setUp({ 'one.example': atMost(() => 1, refuse) })
    expect(await runtime.runUntil(Promise.all(range(40).map((n) => transport.request('m', [n]))))).toEqual(range(40))
    expect(transport.health()[0]?.maxBatch).toBe(1)
    // Those under way when the first refusal came, and none after.
    expect(requests.filter(({ calls }) => calls.length > 1).length).toBeLessThanOrEqual(8)
  })

  test('grows again when larger ones are taken again', async () => {
    let limit = 2
    const refuse = says('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batch too large"}}')
    const { runtime, transport, requests } = setUp({ 'one.example': atMost(() => limit, refuse) })
    const load = (): Promise<unknown> => runtime.runUntil(Promise.all(range(400).map((n) => transport.request('m', [n]))))
    await load()
    limit = 1000
    const seen = requests.length
    for (let n = 0; n < 10; n++) await load()
    expect(Math.max(...requests.slice(seen).map(({ calls }) => calls.length))).toBeGreaterThan(4)
  })

  test('a single call that is too large is TOO_LARGE, and is not asked elsewhere', async () => {
    const tooLarge = rpc(() => {
      throw { code: -32005, message: 'query returned more than 10000 results' }
    })
    const { runtime, transport, hosts } = setUp({ 'one.example': tooLarge, 'two.example': echo })
    await expect(runtime.runUntil(transport.request('eth_getLogs', []))).rejects.toMatchObject({
      code: 'TOO_LARGE',
      rpcCode: -32005,
    })
    expect(hosts()).toEqual(['one.example'])
  })
})

test('what an endpoint says of its batches is a bound', async () => {
  const { runtime, transport, requests } = setUp(
    { 'one.example': echo },
    { endpoints: [{ url: 'https://one.example/', maxBatch: 2 }] },
  )
  await runtime.runUntil(Promise.all(range(100).map((n) => transport.request('m', [n]))))
  expect(Math.max(...requests.map(({ calls }) => calls.length))).toBe(2)
})

test('the bytes of the answers under way are bounded by what the method answered before', async () => {
  const big = 'x'.repeat(100_000)
  let inFlight = 0
  let most = 0
  const { runtime, transport } = setUp(
    {
      'one.example': async (request) => {
        inFlight += request.calls.length
        most = Math.max(most, inFlight)
        await runtime.sleep(50)
        inFlight -= request.calls.length
        return rpc(() => big)(request)
      },
    },
    { maxInFlightBytes: 1_000_000 },
  )
  await runtime.runUntil(Promise.all(range(8).map((n) => transport.request('m', [n]))))
  most = 0
  await runtime.runUntil(Promise.all(range(300).map((n) => transport.request('m', [n]))))
  expect(most).toBeGreaterThan(5)
  expect(most).toBeLessThanOrEqual(10)
})
