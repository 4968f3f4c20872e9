import type { TransportEvent } from '@defimon/core'
import { describe, expect, test } from 'vitest'
import { echo, type FakeEndpoint, rpc, says, setUp } from './fake-endpoints.ts'

const down: FakeEndpoint = says('', { status: 503 })
const named = (name: string): FakeEndpoint => rpc(() => name)

describe('failover with memory', () => {
  test('an endpoint that failed is not asked first the next time', async () => {
    const { runtime, transport, hosts } = setUp({ 'bad.example': down, 'good.example': echo })
    for (let n = 0; n < 40; n++) expect(await runtime.runUntil(transport.request('m', [n]))).toBe(n)
    expect(hosts().filter((host) => host === 'bad.example').length).toBeLessThanOrEqual(6)
  })

  test('the faster endpoint gets most calls, the slower some', async () => {
    const after =
      (ms: number): FakeEndpoint =>
      async (request) => {
        await runtime.sleep(ms)
        return echo(request)
      }
    const { runtime, transport, hosts } = setUp({ 'slow.example': after(400), 'fast.example': after(20) })
    for (let n = 0; n < 300; n++) await runtime.runUntil(transport.request('m', [n]))
    const slow = hosts().filter((host) => host === 'slow.example').length
    expect(slow).toBeGreaterThan(1)
    expect(slow).toBeLessThan(60)
  })

  test('an endpoint that recovers is used again', async () => {
    let broken = true
    const first: FakeEndpoint = (request) => (broken ? down(request) : named('first')(request))
    const { runtime, transport, requests } = setUp({ 'first.example': first, 'second.example': down })
    for (let n = 0; n < 3; n++)
      await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({
        code: expect.stringMatching(/TRANSIENT|UNREACHABLE/),
      })
    broken = false
    await runtime.advance(120_000)
    expect(await runtime.runUntil(transport.request('m', []))).toBe('first')
    expect(requests.length).toBeGreaterThan(0)
  })

  test('an unknown error code is asked of each endpoint once, and of none again', async () => {
    const strange = rpc(() => {
      throw { code: -12345, message: 'strange' }
    })
    const { runtime, transport, hosts } = setUp({ 'one.example': strange, 'two.example': strange })
    await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({
      code: 'RPC',
      rpcCode: -12345,
      retryable: false,
    })
    expect(hosts().toSorted()).toEqual(['one.example', 'two.example'])
    expect(transport.health().map(({ errorRate }) => errorRate)).toEqual([0, 0])
  })

  test('what is not there yet is not waited for at an endpoint that hangs', async () => {
    const early = rpc(() => {
      throw { code: -32004, message: 'block not available for slot 7' }
    })
    const { runtime, transport, hosts } = setUp({
      ...{ 'one.example': early, 'two.example': early },
      'hanging.example': () => new Promise(() => {}),
    })
    await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({ code: 'NOT_YET' })
    expect(hosts().filter((host) => host === 'hanging.example').length).toBe(1)
  })

  test('what was not recorded is NOT_FOUND, asked once and held against nobody', async () => {
    const replay = rpc(() => {
      throw { code: -32098, message: 'not recorded: eth_getBlockByNumber' }
    })
    const { runtime, transport, hosts } = setUp({ 'one.example': replay, 'two.example': echo })
    await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({ code: 'NOT_FOUND', rpcCode: -32098 })
    expect(hosts()).toEqual(['one.example'])
    expect(transport.health()[0]?.errorRate).toBe(0)
  })

  test('a pruned node sends the call to one that keeps old blocks', async () => {
    const pruned = rpc(() => {
      throw { code: -32000, message: 'missing trie node 1234 (path ) state is not available' }
    })
    const { runtime, transport } = setUp({ 'one.example': pruned, 'two.example': named('archive') })
    expect(await runtime.runUntil(transport.request('m', []))).toBe('archive')
    const alone = setUp({ 'one.example': pruned })
    await expect(alone.runtime.runUntil(alone.transport.request('m', []))).rejects.toMatchObject({ code: 'PRUNED' })
    expect(alone.requests).toHaveLength(1)
  })

  test('a quota that is gone is not asked again for minutes', async () => {
    const gone = rpc(() => {
      throw { code: -32005, message: 'daily request count exceeded, request rate limited' }
    })
    const { runtime, transport, requests } = setUp({ 'one.example': gone })
    await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({ code: 'QUOTA_EXHAUSTED' })
    await runtime.advance(60_000)
    await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({ code: 'QUOTA_EXHAUSTED' })
    expect(requests).toHaveLength(1)
    expect(transport.health()[0]?.setAside).toBe('quota-exhausted')
  })
})

describe('the breaker', () => {
  test('opens after repeated failures, lets one call probe, and closes when that succeeds', async () => {
    let broken = true
    const events: TransportEvent[] = []
    const { runtime, transport, requests } = setUp({ 'one.example': (request) => (broken ? down(request) : echo(request)) })
    transport.onEvent((event) => events.push(event))
    for (let n = 0; n < 3; n++) await runtime.runUntil(transport.request('m', [n]).catch(() => {}))
    expect(transport.health()[0]?.breaker).toBe('open')
    expect(transport.health()[0]?.errorRate).toBe(1)

    await runtime.advance(120_000)
    expect(transport.health()[0]?.breaker).toBe('half-open')
    broken = false
    const seen = requests.length
    const calls = Promise.all([1, 2, 3].map((n) => transport.request('m', [n])))
    await runtime.settle()
    expect(requests.slice(seen).map(({ calls: asked }) => asked.length)).toEqual([1])
    expect(await runtime.runUntil(calls)).toEqual([1, 2, 3])
    expect(transport.health()[0]?.breaker).toBe('closed')
    expect(events.filter(({ type }) => type === 'breaker').map(({ breaker }) => breaker)).toContain('closed')
  })
})

describe('sessions', () => {
  test('the calls of a session stay on the endpoint that answered first', async () => {
    const { runtime, transport } = setUp({ 'one.example': named('one'), 'two.example': named('two') })
    for (let n = 0; n < 30; n++) {
      const session = transport.session()
      const first = await runtime.runUntil(session.request('a', []))
      expect(await runtime.runUntil(Promise.all([session.request('b', []), session.request('c', [])]))).toEqual([first, first])
      expect(session.endpoint).toBe(`${first}.example`)
    }
  })

  test('a session whose first call fails moves to another endpoint', async () => {
    const { runtime, transport } = setUp({ 'bad.example': down, 'good.example': named('good') })
    const session = transport.session()
    expect(await runtime.runUntil(session.request('a', []))).toBe('good')
    expect(session.endpoint).toBe('good.example')
  })

  test('reject sends the next session elsewhere, for a while', async () => {
    const { runtime, transport } = setUp({ 'one.example': named('one'), 'two.example': named('two') })
    const events: TransportEvent[] = []
    transport.onEvent((event) => events.push(event))
    const first = transport.session()
    expect(await runtime.runUntil(first.request('a', []))).toBe('one')
    first.reject('receipts-root: claimed 0x1, computed 0x2')
    for (let n = 0; n < 30; n++) expect(await runtime.runUntil(transport.session().request('a', []))).toBe('two')
    expect(events.filter(({ type }) => type === 'rejected')).toMatchObject([
      { host: 'one.example', error: { code: 'VERIFICATION' } },
    ])
    await runtime.advance(60_000)
    const later = new Set<unknown>()
    for (let n = 0; n < 100; n++) later.add(await runtime.runUntil(transport.session().request('a', [])))
    expect(later).toContain('one')
  })

  test('a rejected endpoint is still used when it is the only one', async () => {
    const { runtime, transport } = setUp({ 'one.example': named('one') })
    const session = transport.session()
    await runtime.runUntil(session.request('a', []))
    session.reject('no')
    expect(await runtime.runUntil(transport.session().request('a', []))).toBe('one')
  })

  test('a session avoids what it is told to, and prefers archives', async () => {
    const { runtime, transport } = setUp(
      { 'one.example': named('one'), 'two.example': named('two'), 'three.example': named('three') },
      { endpoints: ['https://one.example/', 'https://two.example/', { url: 'https://three.example/', archive: true }] },
    )
    for (let n = 0; n < 20; n++) {
      expect(await runtime.runUntil(transport.session({ avoid: ['one.example', 'three.example'] }).request('a', []))).toBe('two')
      expect(await runtime.runUntil(transport.session({ archive: true }).request('a', []))).toBe('three')
    }
    expect(
      await runtime.runUntil(transport.session({ avoid: ['one.example', 'two.example', 'three.example'] }).request('a', [])),
    ).toBeDefined()
  })
})

describe('hedging', () => {
  test('asks a second endpoint when the first is slower than it ever was, and aborts the loser', async () => {
    let stuck = false
    let aborted = false
    const first: FakeEndpoint = async (request) => {
      request.init.signal?.addEventListener('abort', () => {
        aborted = true
      })
      await runtime.sleep(stuck ? 20_000 : 50, request.init.signal ?? undefined)
      return named('first')(request)
    }
    const second: FakeEndpoint = async (request) => {
      await runtime.sleep(60)
      return named('second')(request)
    }
    const { runtime, transport } = setUp({ 'first.example': first, 'second.example': second }, { hedge: true })
    for (let n = 0; n < 60; n++) await runtime.runUntil(transport.request('m', []))
    stuck = true
    const started = runtime.monotonicMs()
    expect(await runtime.runUntil(transport.request('m', []))).toBe('second')
    expect(runtime.monotonicMs() - started).toBeLessThan(1000)
    await runtime.settle()
    expect(aborted).toBe(true)
    await transport.close()
    expect(runtime.pendingTimers).toBe(0)
  })
})
