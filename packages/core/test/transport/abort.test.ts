import { expect, test } from 'vitest'
import { echo, type FakeEndpoint, says, setUp } from './fake-endpoints.ts'

test('aborting one call of a batch leaves the others alone', async () => {
  const { runtime, transport, requests } = setUp({
    'one.example': async (request) => {
      await runtime.sleep(100)
      return echo(request)
    },
  })
  const abort = new AbortController()
  const aborted = transport.request('m', [1], { signal: abort.signal }).catch((error: unknown) => error)
  const other = transport.request('m', [2])
  await runtime.advance(10)
  abort.abort(new Error('enough'))
  expect(await runtime.runUntil(aborted)).toMatchObject({ code: 'ABORTED', method: 'm' })
  expect(await runtime.runUntil(other)).toBe(2)
  expect(requests).toHaveLength(1)
  expect(requests[0]?.init.signal?.aborted).toBe(false)
})

test('the HTTP request is aborted when nobody waits for it, and that is not held against the endpoint', async () => {
  const hangs: FakeEndpoint = ({ init }) =>
    new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
  const { runtime, transport, requests } = setUp({ 'one.example': hangs })
  const abort = new AbortController()
  const calls = [1, 2].map((n) => transport.request('m', [n], { signal: abort.signal }).catch((error: unknown) => error))
  await runtime.advance(10)
  abort.abort()
  expect(await runtime.runUntil(Promise.all(calls))).toMatchObject([{ code: 'ABORTED' }, { code: 'ABORTED' }])
  expect(requests[0]?.init.signal?.aborted).toBe(true)
  expect(transport.health()[0]?.errorRate).toBe(0)
  await runtime.settle()
  expect(runtime.pendingTimers).toBe(0)
})

test('a signal that was aborted before asks nothing', async () => {
  const { runtime, transport, requests } = setUp({ 'one.example': echo })
  await expect(runtime.runUntil(transport.request('m', [], { signal: AbortSignal.abort() }))).rejects.toMatchObject({
    code: 'ABORTED',
  })
  expect(requests).toHaveLength(0)
})

test('an abort ends the wait before a retry', async () => {
  const { runtime, transport } = setUp({ 'one.example': says('', { status: 503, headers: { 'retry-after': '30' } }) })
  const abort = new AbortController()
  const call = transport.request('m', [], { signal: abort.signal }).catch((error: unknown) => error)
  await runtime.advance(1000)
  abort.abort()
  expect(await runtime.runUntil(call, { maxMs: 10 })).toMatchObject({ code: 'ABORTED' })
  await transport.close()
  expect(runtime.pendingTimers).toBe(0)
})

test('close rejects what is under way, what waits and what comes after, and leaves no timer', async () => {
  const { runtime, transport } = setUp(
    {
      'one.example': ({ init }) =>
        new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
    },
    { maxConcurrency: 1 },
  )
  const calls = Array.from({ length: 100 }, (_, n) => transport.request('m', [n]).catch((error: unknown) => error))
  await runtime.advance(10)
  expect(runtime.pendingTimers).toBeGreaterThan(0)
  await transport.close()
  const errors = await runtime.runUntil(Promise.all(calls))
  expect(new Set(errors.map((error) => (error as { code: string }).code))).toEqual(new Set(['ABORTED']))
  await expect(transport.request('m', [])).rejects.toMatchObject({ code: 'ABORTED' })
  await transport.close()
  expect(runtime.pendingTimers).toBe(0)
})

test('an aborted probe does not keep the endpoint from being probed again', async () => {
  let broken = true
  const { runtime, transport } = setUp({
    'one.example': (request) => (broken ? new Response('', { status: 503 }) : echo(request)),
  })
  for (let n = 0; n < 3; n++) await runtime.runUntil(transport.request('m', []).catch(() => {}))
  await runtime.advance(120_000)
  expect(transport.health()[0]?.breaker).toBe('half-open')
  broken = false
  const abort = new AbortController()
  const probe = transport.request('m', [], { signal: abort.signal }).catch((error: unknown) => error)
  abort.abort()
  expect(await runtime.runUntil(probe)).toMatchObject({ code: 'ABORTED' })
  expect(await runtime.runUntil(transport.request('m', ['x']))).toBe('x')
})
