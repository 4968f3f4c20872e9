import type { TransportEvent } from '@defimon/core'
import { describe, expect, test } from 'vitest'
import { echo, type FakeEndpoint, type FakeSetup, rpc, setUp } from './fake-endpoints.ts'

/** Whether a server with a limit takes `count` calls now. */
type Limiter = (count: number, nowMs: number) => boolean

/** A bucket that fills with `limit` calls a second and holds as many. */
function bucketLimiter(limit: number): Limiter {
  let tokens = limit
  let lastMs = 0
  return (count, nowMs) => {
    tokens = Math.min(limit, tokens + ((nowMs - lastMs) / 1000) * limit)
    lastMs = nowMs
    if (tokens < count) return false
    tokens -= count
    return true
  }
}

/** Counts the calls of each second by the clock. */
function windowLimiter(limit: number): Limiter {
  let second = -1
  let used = 0
  return (count, nowMs) => {
    const now = Math.floor(nowMs / 1000)
    if (now !== second) used = 0
    second = now
    if (used + count > limit) return false
    used += count
    return true
  }
}

interface Usage {
  readonly accepted: number
  readonly refusedShare: number
  readonly failed: number
  readonly setup: FakeSetup
}

/** Keeps a transport as busy as it gets for some virtual seconds, against a server with a limit, 50 ms away. */
async function saturate(limiter: Limiter, seconds: number, retryAfter?: string, lateMs = 0): Promise<Usage> {
  let accepted = 0
  let refused = 0
  let failed = 0
  let stopped = false
  const limited: FakeEndpoint = async (request) => {
    const { signal } = request.init
    const oneWayMs = 20 + 10 * setup.runtime.random()
    await setup.runtime.sleep(oneWayMs, signal ?? undefined)
    const passes = limiter(request.calls.length, setup.runtime.monotonicMs())
    if (passes) accepted += request.calls.length
    else refused += request.calls.length
    await setup.runtime.sleep(oneWayMs, signal ?? undefined)
    return passes
      ? echo(request)
      : new Response('too many requests', { status: 429, ...(retryAfter && { headers: { 'retry-after': retryAfter } }) })
  }
  const setup = setUp({ 'one.example': limited })
  const { sleep } = setup.runtime
  // A busy process wakes up late.
  Object.assign(setup.runtime, {
    sleep: (ms: number, signal?: AbortSignal) => sleep(ms + lateMs * setup.runtime.random(), signal),
  })
  const work = async (): Promise<void> => {
    while (!stopped) await setup.transport.request('m', [1]).catch(() => failed++)
  }
  for (let worker = 0; worker < 64; worker++) void work()
  await setup.runtime.advance(seconds * 1000)
  stopped = true
  return { accepted, refusedShare: refused / (accepted + refused), failed, setup }
}

describe('at a limit of 100 calls a second', () => {
  test.each([
    { counting: 'with a token bucket', limiter: bucketLimiter, seconds: 60 },
    { counting: 'with a token bucket, while timers are up to 100 ms late', limiter: bucketLimiter, seconds: 60, lateMs: 100 },
    { counting: 'with a token bucket, for ten minutes', limiter: bucketLimiter, seconds: 600 },
    { counting: 'per second of the clock, for ten minutes', limiter: windowLimiter, seconds: 600 },
  ])(
    'counted $counting: at least 98 % are used and less than 1 % refused',
    { timeout: 60_000 },
    async ({ limiter, seconds, lateMs }) => {
      const { accepted, refusedShare, failed, setup } = await saturate(limiter(100), seconds, '1', lateMs)
      expect(accepted / (100 * seconds)).toBeGreaterThanOrEqual(0.98)
      expect(refusedShare).toBeLessThan(0.01)
      expect(failed).toBe(0)
      await setup.transport.close()
      expect(setup.runtime.pendingTimers).toBe(0)
    },
  )

  test('the limit is found without Retry-After, and when it is much lower', async () => {
    for (const limit of [10, 40]) {
      const { accepted, setup } = await saturate(windowLimiter(limit), 60)
      expect(accepted / (limit * 60)).toBeGreaterThan(0.8)
      expect(setup.transport.health()[0]?.requestsPerSecond).toBeLessThan(limit * 1.2)
      await setup.transport.close()
    }
  })
})

describe('refusals that keep to no rate', () => {
  /** An endpoint that refuses every second request, for as long as it is said to. */
  const moody = () => {
    let refusing = true
    let turn = 0
    const endpoint: FakeEndpoint = async (request) => {
      await setup.runtime.sleep(20, request.init.signal ?? undefined)
      return refusing && turn++ % 2 === 0 ? new Response('too many requests', { status: 429 }) : echo(request)
    }
    const setup = setUp({ 'one.example': endpoint })
    return { setup, calmDown: () => (refusing = false) }
  }

  /** How long it takes until so many calls that are made at once are answered. */
  const burst = async ({ runtime, transport }: FakeSetup, calls: number): Promise<number> => {
    const startMs = runtime.monotonicMs()
    await runtime.runUntil(Promise.all(Array.from({ length: calls }, (_, n) => transport.request('m', [n]))))
    return runtime.monotonicMs() - startMs
  }

  test('teach no rate to one who asks for little', async () => {
    const { setup, calmDown } = moody()
    for (let second = 0; second < 180; second += 3) {
      await setup.runtime.runUntil(setup.transport.request('m', [second]).catch(() => undefined))
      await setup.runtime.advance(3_000)
    }
    calmDown()
    expect(setup.transport.health()[0]!.requestsPerSecond).toBeGreaterThan(50)
    expect(await burst(setup, 40)).toBeLessThan(2_000)
    await setup.transport.close()
  })

  test('teach a low rate to one who asks for much, but not for minutes', async () => {
    const { setup, calmDown } = moody()
    let stopped = false
    const work = async (): Promise<void> => {
      while (!stopped) await setup.transport.request('m', [1]).catch(() => undefined)
    }
    const working = Array.from({ length: 16 }, work)
    await setup.runtime.advance(120_000)
    stopped = true
    calmDown()
    await setup.runtime.runUntil(Promise.all(working))
    expect(await burst(setup, 400)).toBeLessThan(60_000)
    expect(await burst(setup, 100)).toBeLessThan(25_000)
    await setup.transport.close()
  })

  test('a limit of one call a second is still learned, and kept to but for a probe now and then', async () => {
    const { accepted, refusedShare, setup } = await saturate(bucketLimiter(1), 600)
    expect(accepted).toBeGreaterThan(420)
    expect(refusedShare).toBeLessThan(0.12)
    await setup.transport.close()
  })
})

test('an endpoint without a limit is soon not held back', async () => {
  const { accepted, setup } = await saturate(() => true, 5)
  // 64 workers, 50 ms a call: 1280 a second at most.
  expect(accepted).toBeGreaterThan(4000)
  await setup.transport.close()
})

test('Retry-After is kept to the millisecond', async () => {
  const times: number[] = []
  const { runtime, transport } = setUp({
    'one.example': (request) => {
      times.push(runtime.monotonicMs())
      return times.length === 1 ? new Response('', { status: 429, headers: { 'retry-after': '7' } }) : echo(request)
    },
  })
  const events: TransportEvent[] = []
  transport.onEvent((event) => events.push(event))
  expect(await runtime.runUntil(transport.request('m', ['x']))).toBe('x')
  expect(times).toHaveLength(2)
  expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(7000)
  expect(times[1]! - times[0]!).toBeLessThan(7100)
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['rate', 'retry', 'request']))
})

test('an endpoint that refuses for ever ends in RATE_LIMITED, not in a loop', async () => {
  const { runtime, transport, requests } = setUp({ 'one.example': () => new Response('', { status: 429 }) })
  await expect(runtime.runUntil(transport.request('m', []))).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true })
  expect(requests.length).toBeLessThanOrEqual(10)
})

test('a refused call goes to another endpoint at once', async () => {
  const { runtime, transport } = setUp({
    'one.example': () => new Response('', { status: 429, headers: { 'retry-after': '60' } }),
    'two.example': echo,
  })
  expect(await runtime.runUntil(transport.request('m', ['x']), { maxMs: 1000 })).toBe('x')
})

test('head goes before backfill when the rate makes them wait', async () => {
  const order: string[] = []
  const { runtime, transport } = setUp(
    {
      'one.example': rpc(({ method }) => {
        order.push(method)
        return 1
      }),
    },
    { endpoints: [{ url: 'https://one.example/', requestsPerSecond: 10 }] },
  )
  const backfill = Array.from({ length: 60 }, () => transport.request('backfill', []))
  await runtime.advance(500)
  const head = transport.request('head', [], { priority: 'head' })
  await runtime.runUntil(Promise.all([...backfill, head]))
  expect(order.indexOf('head')).toBeLessThan(35)
  expect(order).toHaveLength(61)
})

test('a rate that an endpoint is known to have is where the bucket starts, and what it never exceeds', async () => {
  const { runtime, transport } = setUp(
    { 'one.example': echo },
    { endpoints: [{ url: 'https://one.example/', requestsPerSecond: 20 }] },
  )
  const started = runtime.monotonicMs()
  await runtime.runUntil(Promise.all(Array.from({ length: 216 }, (_, n) => transport.request('m', [n]))))
  expect(runtime.monotonicMs() - started).toBeGreaterThanOrEqual(9_800)
  expect(transport.health()[0]?.requestsPerSecond).toBe(20)
})

test.each([429, 503])('an endpoint that asks for an hour (%i) is set aside, and nobody waits for it', async (status) => {
  const { runtime, transport, requests } = setUp({
    'one.example': () => new Response('', { status, headers: { 'retry-after': '3600' } }),
  })
  for (let n = 0; n < 3; n++) {
    const call = transport.request('m', [])
    await expect(runtime.runUntil(call, { maxMs: 1000 })).rejects.toMatchObject({
      code: expect.stringMatching(/RATE_LIMITED|TRANSIENT|QUOTA_EXHAUSTED/),
    })
  }
  expect(requests).toHaveLength(1)
})
