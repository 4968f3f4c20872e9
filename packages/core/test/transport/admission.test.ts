import { DefimonError } from '@defimon/core'
import { expect, test } from 'vitest'
import { rpc, says, setUp } from './fake-endpoints.ts'

test('many calls at once share one question, which goes before them', async () => {
  const asked: string[] = []
  const { runtime, transport } = setUp(
    {
      'one.example': rpc(({ method }) => {
        asked.push(method)
        return 1
      }),
    },
    { admit: async (request) => void (await request('eth_chainId', [])) },
  )
  await runtime.runUntil(Promise.all([1, 2, 3].map(() => transport.request('m', []))))
  await runtime.runUntil(transport.request('m', []))
  expect(asked).toEqual(['eth_chainId', 'm', 'm', 'm', 'm'])
})

test('an endpoint is asked again after an outage, since another node may answer under its name', async () => {
  let chainId = '0x1'
  let broken = false
  const { runtime, transport } = setUp(
    {
      'one.example': (request) =>
        broken ? says('', { status: 503 })(request) : rpc(({ method }) => (method === 'eth_chainId' ? chainId : 1))(request),
    },
    {
      admit: async (request, host) => {
        const id = await request('eth_chainId', [])
        if (id !== '0x1') throw new DefimonError('WRONG_NETWORK', `chain ${id}`, { host })
      },
    },
  )
  expect(await runtime.runUntil(transport.request('m', []))).toBe(1)
  broken = true
  for (let n = 0; n < 6; n++) await runtime.runUntil(transport.request('m', []).catch(() => {}))
  expect(transport.health()[0]?.breaker).toBe('open')
  broken = false
  chainId = '0x2'
  await runtime.advance(120_000)
  await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({ code: 'WRONG_NETWORK' })
})

test('a question that fails for now is a failed attempt, and is asked again', async () => {
  let broken = true
  const { runtime, transport } = setUp(
    { 'one.example': (request) => (broken ? says('', { status: 503 })(request) : rpc(() => 1)(request)) },
    { admit: async (request) => void (await request('eth_chainId', [])), maxAttempts: 2 },
  )
  await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({ code: 'TRANSIENT', method: 'eth_chainId' })
  broken = false
  await runtime.advance(60_000)
  expect(await runtime.runUntil(transport.request('m', []))).toBe(1)
})

test('the question is asked before a socket is opened', async () => {
  const { runtime, transport } = setUp(
    { 'one.example': rpc(() => '0x2') },
    {
      endpoints: [{ url: 'https://one.example/', webSocketUrl: 'wss://one.example/' }],
      admit: async (_request, host) => {
        throw new DefimonError('WRONG_NETWORK', 'another chain', { host })
      },
    },
  )
  await expect(runtime.runUntil(transport.subscribe('eth_subscribe', [])[Symbol.asyncIterator]().next())).rejects.toMatchObject({
    code: 'WRONG_NETWORK',
  })
})
