import { DefimonError, type ErrorCode } from '@defimon/core'
import { describe, expect, test } from 'vitest'
import { echo, type FakeEndpoint, rpc, says, setUp } from './fake-endpoints.ts'

const MIB = 1024 * 1024

/** A body that never ends, in pieces of 1 MiB; counts what was taken of it. */
function endless(taken: { bytes: number }): FakeEndpoint {
  return () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          taken.bytes += MIB
          controller.enqueue(new Uint8Array(MIB).fill(0x20))
        },
      }),
    )
}

const CASES: readonly (readonly [name: string, endpoint: FakeEndpoint, code: ErrorCode, message: RegExp])[] = [
  ['truncated JSON', says('{"jsonrpc":"2.0","id":1,"result":{"number":"0x'), 'MALFORMED', /not JSON, or cut short/],
  ['an empty body', says(''), 'MALFORMED', /empty answer/],
  [
    '200 with an error body',
    rpc(() => {
      throw { code: -32603, message: 'internal error' }
    }),
    'TRANSIENT',
    /internal error/,
  ],
  ['200 with a text', says('upstream connect error'), 'MALFORMED', /not JSON/],
  ['HTML with 200', says('<!DOCTYPE html><html>Attention</html>'), 'MALFORMED', /a web page instead of JSON/],
  ['HTML with 502', says('<html>Bad gateway</html>', { status: 502 }), 'TRANSIENT', /HTTP 502: a web page/],
  [
    'deep nesting',
    says(`{"jsonrpc":"2.0","id":1,"result":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    'MALFORMED',
    /nested deeper than 256/,
  ],
  ['the answer of another call', says('{"jsonrpc":"2.0","id":77,"result":1}'), 'MALFORMED', /id of another call/],
  ['an answer without a result', rpc(() => undefined), 'MALFORMED', /without a result/],
  ['an answer that is no object', says('[1]'), 'MALFORMED', /not a JSON-RPC answer/],
  [
    'a redirect to a private address',
    says('', { status: 302, headers: { location: 'http://169.254.169.254/latest/meta' } }),
    'MALFORMED',
    /redirect to 169\.254\.169\.254, which is refused/,
  ],
  ['403', says('no', { status: 403 }), 'RPC', /HTTP 403/],
  ['404', says('no', { status: 404 }), 'RPC', /HTTP 404/],
  ['413', says('{}', { status: 413 }), 'TOO_LARGE', /HTTP 413/],
  ['402', says('pay', { status: 402 }), 'QUOTA_EXHAUSTED', /HTTP 402/],
  [
    'an unknown code',
    rpc(() => {
      throw { code: -12345, message: 'strange' }
    }),
    'RPC',
    /strange/,
  ],
  ['an error that is a text', says('{"jsonrpc":"2.0","id":1,"error":"strange"}'), 'RPC', /strange/],
]

describe('bad input ends in a clear error', () => {
  test.each(CASES)('%s', async (_name, endpoint, code, message) => {
    const { runtime, transport, requests } = setUp({ 'one.example': endpoint })
    const error = await runtime.runUntil(transport.request('eth_chainId', []).catch((caught: unknown) => caught))
    expect(error).toBeInstanceOf(DefimonError)
    expect(error).toMatchObject({ code, network: 'testnet', host: 'one.example', method: 'eth_chainId' })
    expect((error as Error).message).toMatch(message)
    expect(requests.length).toBeLessThanOrEqual(4)
    await transport.close()
    expect(runtime.pendingTimers).toBe(0)
  })
})

describe('bad input fails over to an endpoint that answers', () => {
  const final: readonly ErrorCode[] = ['TOO_LARGE']
  test.each(CASES.filter(([, , code]) => !final.includes(code)))('%s', async (_name, endpoint) => {
    const { runtime, transport } = setUp({ 'bad.example': endpoint, 'good.example': echo })
    expect(await runtime.runUntil(transport.request('eth_chainId', ['0x1']))).toBe('0x1')
    await transport.close()
    expect(runtime.pendingTimers).toBe(0)
  })
})

test('an unreachable endpoint is UNREACHABLE, after a bounded number of attempts', async () => {
  const { runtime, transport, requests } = setUp({}, { endpoints: ['https://nowhere.example/'] })
  await expect(runtime.runUntil(transport.request('eth_chainId', []))).rejects.toMatchObject({
    code: 'UNREACHABLE',
    retryable: true,
  })
  expect(requests).toHaveLength(4)
})

test('a network without endpoints says so', async () => {
  const { transport } = setUp({}, { endpoints: [] })
  await expect(transport.request('eth_chainId', [])).rejects.toThrow(/testnet has no public endpoint/)
})

test('an endpoint that is not a URL, or not http, is CONFIG at once', () => {
  expect(() => setUp({}, { endpoints: ['nonsense'] })).toThrow(/not a URL/)
  expect(() => setUp({}, { endpoints: ['ftp://a.example/'] })).toThrow(/http\(s\)/)
})

test('an endpoint that never answers is TIMEOUT', async () => {
  const { runtime, transport } = setUp(
    {
      'one.example': ({ init }) =>
        new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
    },
    { timeoutMs: 1000, maxAttempts: 2 },
  )
  await expect(runtime.runUntil(transport.request('eth_chainId', []))).rejects.toMatchObject({ code: 'TIMEOUT' })
  await transport.close()
  expect(runtime.pendingTimers).toBe(0)
})

test('a body of 100 MB is refused as soon as it passes the limit, and not read to its end', async () => {
  const taken = { bytes: 0 }
  const { runtime, transport } = setUp({ 'one.example': endless(taken) }, { maxResponseBytes: 8 * MIB })
  await expect(runtime.runUntil(transport.request('eth_chainId', []))).rejects.toMatchObject({
    code: 'MALFORMED',
    message: expect.stringContaining(`larger than ${8 * MIB} bytes`),
  })
  expect(taken.bytes).toBeLessThan(12 * MIB)
})

test('deep nesting is noticed in a body of megabytes too, and megabytes that are flat are not taken for it', async () => {
  const depth = 1_000_000
  const deep = says(`{"jsonrpc":"2.0","id":1,"result":${'['.repeat(depth)}${']'.repeat(depth)}}`)
  const bad = setUp({ 'one.example': deep }, { maxAttempts: 1 })
  await expect(bad.runtime.runUntil(bad.transport.request('m', []))).rejects.toMatchObject({
    code: 'MALFORMED',
    message: /nested deeper/,
  })
  const flat = Array.from({ length: 200_000 }, () => [[[]]])
  const good = setUp({ 'one.example': rpc(() => flat) })
  expect(await good.runtime.runUntil(good.transport.request('m', []))).toEqual(flat)
})

test('__proto__ keys stay keys', async () => {
  const { runtime, transport } = setUp({
    'one.example': says('{"jsonrpc":"2.0","id":1,"result":{"__proto__":{"polluted":true},"a":1}}'),
  })
  const result = (await runtime.runUntil(transport.request('eth_chainId', []))) as Record<string, unknown>
  expect(Object.hasOwn(result, '__proto__')).toBe(true)
  expect(result['polluted']).toBeUndefined()
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('numbers beyond 2^53 survive with a parser that keeps them', async () => {
  const body = '{"jsonrpc":"2.0","id":1,"result":9007199254740993}'
  const parseJson = (text: string): unknown =>
    JSON.parse(text, ((_key: string, value: unknown, context: { source?: string }) =>
      typeof value === 'number' && !Number.isSafeInteger(value) ? BigInt(context.source ?? value) : value) as never)
  const { runtime, transport } = setUp({ 'one.example': says(body) }, { parseJson })
  expect(await runtime.runUntil(transport.request('getBlock', []))).toBe(9007199254740993n)
})

test('terminal escape codes in an endpoint’s message do not reach ours', async () => {
  const { runtime, transport } = setUp({
    'one.example': rpc(() => {
      throw { code: -32000, message: '\u001b[31mred\u001b[0m\nalert' }
    }),
  })
  const error = await runtime.runUntil(transport.request('eth_chainId', []).catch((caught: Error) => caught))
  expect((error as Error).message).toMatch(/red/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  expect((error as Error).message).not.toMatch(/[\u0000-\u001f]/)
})

describe('an endpoint of another chain', () => {
  const admit = async (request: (method: string, params: unknown) => Promise<unknown>, host: string): Promise<void> => {
    const chainId = await request('eth_chainId', [])
    if (chainId !== '0x1') throw new DefimonError('WRONG_NETWORK', `expected 0x1, got ${chainId}`, { host })
  }
  const chain = (id: string): FakeEndpoint => rpc(({ method }) => (method === 'eth_chainId' ? id : `from ${id}`))

  test('is asked once and never used', async () => {
    const { runtime, transport, requests } = setUp({ 'wrong.example': chain('0x2'), 'right.example': chain('0x1') }, { admit })
    for (let n = 0; n < 50; n++) expect(await runtime.runUntil(transport.request('a', []))).toBe('from 0x1')
    const asked = requests
      .filter(({ url }) => url.host === 'wrong.example')
      .flatMap(({ calls }) => calls.map(({ method }) => method))
    expect(asked).toEqual(['eth_chainId'])
    expect(transport.health()[0]?.setAside).toBe('wrong-network')
  })

  test('is the reason when there is no other', async () => {
    const { runtime, transport } = setUp({ 'wrong.example': chain('0x2') }, { admit })
    for (let n = 0; n < 2; n++) {
      await expect(runtime.runUntil(transport.request('a', []))).rejects.toMatchObject({
        code: 'WRONG_NETWORK',
        message: /expected 0x1, got 0x2/,
      })
    }
  })
})
