import { describe, expect, test } from 'vitest'
import { echo, setUp } from './fake-endpoints.ts'

const HOUR_MS = 3_600_000

describe('a budget of calls an hour', () => {
  test('holds in every hour, and is used up to nine tenths', async () => {
    const sentAtMs: number[] = []
    const { runtime, transport } = setUp(
      {
        'one.example': (request) => {
          for (const _ of request.calls) sentAtMs.push(runtime.monotonicMs())
          return echo(request)
        },
      },
      { requestsPerHour: 600 },
    )
    let stopped = false
    const work = async (): Promise<void> => {
      while (!stopped) await transport.request('m', [1]).catch(() => undefined)
    }
    const workers = Array.from({ length: 8 }, work)
    await runtime.advance(3 * HOUR_MS)
    stopped = true
    for (const from of sentAtMs) {
      const within = sentAtMs.filter((at) => at >= from && at < from + HOUR_MS).length
      expect(within).toBeLessThanOrEqual(600)
    }
    expect(sentAtMs.length).toBeGreaterThan(3 * 600 * 0.9 - 1)
    await transport.close()
    await Promise.all(workers)
    expect(runtime.pendingTimers).toBe(0)
  })

  test('counts repeated calls, and leaves room for the head', async () => {
    let failures = 3
    const { runtime, transport, requests } = setUp(
      { 'one.example': (request) => (failures-- > 0 ? new Response('', { status: 503 }) : echo(request)) },
      { requestsPerHour: 100 },
    )
    await runtime.runUntil(transport.request('m', [1], { priority: 'head' }))
    expect(requests.length).toBe(4)
    // Ten may go at once; backfill leaves five of them.
    const backfill = transport.request('m', [2])
    await runtime.advance(1_000)
    expect(requests.flatMap(({ calls }) => calls).length).toBe(5)
    const second = transport.request('m', [3])
    await runtime.advance(1_000)
    expect(requests.flatMap(({ calls }) => calls).length).toBe(5)
    expect(await runtime.runUntil(transport.request('m', [4], { priority: 'head' }))).toBe(4)
    expect(await runtime.runUntil(Promise.all([backfill, second]))).toEqual([2, 3])
    await transport.close()
  })

  test('ends its waiting with the caller and with the transport', async () => {
    const { runtime, transport } = setUp({ 'one.example': echo }, { requestsPerHour: 1 })
    await runtime.runUntil(transport.request('m', [1]))
    const ending = new AbortController()
    const aborted = transport.request('m', [2], { signal: ending.signal })
    ending.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' })
    const waiting = transport.request('m', [3])
    await runtime.advance(1)
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'ABORTED' }), transport.close()])
    expect(runtime.pendingTimers).toBe(0)
  })

  test('must be a budget', () => {
    for (const requestsPerHour of [0, -1, Number.NaN]) {
      expect(() => setUp({ 'one.example': echo }, { requestsPerHour })).toThrow('requestsPerHour must be at least 1')
    }
  })
})
