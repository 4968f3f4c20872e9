import { inspect } from 'node:util'
import type { TransportEvent } from '@defimon/core'
import { describe, expect, test } from 'vitest'
import { type FakeEndpoint, rpc, says, setUp } from './fake-endpoints.ts'

const SECRETS = ['pathK3y0f1234', 'queryK3y%2Fx', 'queryK3y/x', 'user-name', 'pa55word', 'headerK3y', 'socketK3y']
const url = 'https://user-name:pa55word@one.example/v3/pathK3y0f1234?apikey=queryK3y%2Fx'
const endpoint = {
  url,
  webSocketUrl: 'wss://one.example/ws/socketK3y',
  headers: { authorization: 'Bearer headerK3y' },
}

/** Everything that a program could print of a value: enumerable or not, with causes and stacks. */
function printed(value: unknown): string {
  return `${inspect(value, { depth: 20, showHidden: true })} ${JSON.stringify(value)} ${(value as Error)?.stack} ${String(value)}`
}

function expectNoSecret(value: unknown): void {
  for (const secret of SECRETS) expect(printed(value)).not.toContain(secret)
}

const leak = SECRETS.join(' ')
const ENDPOINTS: readonly (readonly [string, FakeEndpoint])[] = [
  [
    'a message',
    rpc(() => {
      throw { code: -32000, message: `bad key ${leak} at ${url}` }
    }),
  ],
  [
    'data',
    rpc(() => {
      throw { code: -32000, message: 'bad', data: { [leak]: [leak, { deep: leak }] } }
    }),
  ],
  [
    'a NEAR cause',
    rpc(() => {
      throw { code: -32000, message: 'bad', name: 'HANDLER_ERROR', cause: { name: 'X', info: { leak } } }
    }),
  ],
  ['an HTTP error page', says(`forbidden ${leak}`, { status: 403 })],
  ['a redirect', says('', { status: 301, headers: { location: url } })],
  ['a redirect to a path', says('', { status: 301, headers: { location: `/${leak}` } })],
  ['a body that is not JSON', says(leak)],
  ['a body that is nearly JSON', says(`{"jsonrpc":"2.0","error":"${leak}`)],
  [
    'a thrown error',
    () => {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause: Object.assign(new Error(leak), { url, code: 'EBAD' }) })
    },
  ],
  [
    'a thrown text',
    () => {
      throw leak
    },
  ],
]

describe('no part of a URL but the host, and no header, is seen in', () => {
  test.each(ENDPOINTS)('%s', async (_name, fake) => {
    const { runtime, transport } = setUp({ 'one.example': fake }, { endpoints: [endpoint] })
    const events: TransportEvent[] = []
    transport.onEvent((event) => events.push(event))
    const session = transport.session()
    const errors = await runtime.runUntil(
      Promise.all(
        [transport.request('m', []), transport.get('/status?x=1'), session.request('m', [])].map((call) =>
          call.catch((error: unknown) => error),
        ),
      ),
    )
    session.reject(`receipts of ${url} differ`)
    // What answers any JSON is no failure to `get`.
    const failures = errors.filter((error) => error instanceof Error)
    expect(failures.length).toBeGreaterThanOrEqual(2)
    for (const error of failures) {
      expect(error).toMatchObject({ network: 'testnet', host: 'one.example' })
      expectNoSecret(error)
    }
    expect(events.length).toBeGreaterThan(0)
    expectNoSecret(events)
    expectNoSecret(transport.health())
    expectNoSecret(transport)
  })
})

test('the provider gets the key all the same', async () => {
  const { runtime, transport, requests } = setUp({ 'one.example': rpc(() => 1) }, { endpoints: [endpoint] })
  await runtime.runUntil(transport.request('m', []))
  expect(requests[0]?.url.href).toBe('https://one.example/v3/pathK3y0f1234?apikey=queryK3y%2Fx')
  expect(requests[0]?.init.headers).toMatchObject({ authorization: 'Bearer headerK3y' })
})

test('credentials in the URL become a header, since fetch refuses them in a URL', async () => {
  const { runtime, transport, requests } = setUp(
    { 'one.example': rpc(() => 1) },
    { endpoints: ['https://user-name:pa55word@one.example/'] },
  )
  await runtime.runUntil(transport.request('m', []))
  expect(requests[0]?.init.headers).toMatchObject({ authorization: `Basic ${btoa('user-name:pa55word')}` })
  expect(requests[0]?.url.href).toBe('https://one.example/')
})

test.each([
  ['outside Latin-1', 'us:p%E2%82%AC', 'us:p€'],
  ['with a stray percent sign', 'us%zz:50%', 'us%zz:50%'],
])('credentials %s become a header too', async (_name, written, meant) => {
  const { runtime, transport, requests } = setUp(
    { 'one.example': rpc(() => 1) },
    { endpoints: [`https://${written}@one.example/`] },
  )
  await runtime.runUntil(transport.request('m', []))
  const header = new Headers(requests[0]?.init.headers).get('authorization') ?? ''
  expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe(meant)
})

test.each([
  ['an endpoint', 'https//one.example/pathK3y0f1234'],
  ['a socket', { url: 'https://one.example/', webSocketUrl: 'wss//one.example/pathK3y0f1234' }],
  ['a socket of another protocol', { url: 'https://one.example/', webSocketUrl: 'https://one.example/pathK3y0f1234' }],
])("a wrong URL of %s is the caller's error, and is not shown", (_name, wrong) => {
  const error: unknown = (() => {
    try {
      return setUp({}, { endpoints: [wrong] })
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toMatchObject({ code: 'CONFIG', message: expect.not.stringContaining('pathK3y') })
})

test('nor is the name of the network', async () => {
  const { runtime, transport } = setUp(
    { 'one.example': says('not recorded: testnet', { status: 400 }) },
    { endpoints: ['https://one.example/testnet'] },
  )
  await expect(runtime.runUntil(transport.request('m', []))).rejects.toThrow(/not recorded: testnet/)
})

test('plain words of a path are not taken for secrets', async () => {
  const { runtime, transport } = setUp(
    { 'one.example': says('rpc mainnet error', { status: 400 }) },
    { endpoints: ['https://one.example/rpc/mainnet'] },
  )
  await expect(runtime.runUntil(transport.request('m', []))).rejects.toThrow(/rpc mainnet error/)
})
