import { seededRandom, virtualRuntime } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'

describe('virtualRuntime', () => {
  it('ends sleeps by time, and those of the same time in the order in which they began', async () => {
    const runtime = virtualRuntime()
    const ended: string[] = []
    for (const [name, ms] of [
      ['late', 20],
      ['first', 10],
      ['second', 10],
      ['now', 0],
      ['negative', -5],
    ] as const) {
      void runtime.sleep(ms).then(() => ended.push(`${name}@${runtime.monotonicMs()}`))
    }
    expect(runtime.pendingTimers).toBe(5)
    await runtime.advance(15)
    expect(ended).toEqual(['now@0', 'negative@0', 'first@10', 'second@10'])
    expect(runtime.monotonicMs()).toBe(15)
    await runtime.advance(100)
    expect(ended.at(-1)).toBe('late@20')
    expect(runtime.pendingTimers).toBe(0)
  })

  it('runs what follows from one sleep, however long its chain of promises, before the next one ends', async () => {
    const runtime = virtualRuntime()
    const seen: string[] = []
    void (async () => {
      await runtime.sleep(10)
      for (let index = 0; index < 200; index++) await Promise.resolve()
      await new Response('x'.repeat(100_000)).text()
      seen.push(`chain@${runtime.monotonicMs()}`)
    })()
    void runtime.sleep(11).then(() => seen.push('next'))
    await runtime.advance(11)
    expect(seen).toEqual(['chain@10', 'next'])
  })

  it('rejects an aborted sleep with the reason and leaves no timer and no listener', async () => {
    const runtime = virtualRuntime()
    const controller = new AbortController()
    const reason = new Error('enough')
    const during = runtime.sleep(1000, controller.signal)
    controller.abort(reason)
    await expect(during).rejects.toBe(reason)
    await expect(runtime.sleep(1000, controller.signal)).rejects.toBe(reason)
    expect(runtime.pendingTimers).toBe(0)
  })

  it('runs until a promise settles, gives its value or its error, and no further', async () => {
    const runtime = virtualRuntime()
    const loop = async (): Promise<string> => {
      for (let index = 0; index < 5; index++) await runtime.sleep(1000)
      return 'done'
    }
    void runtime.sleep(99_999)
    expect(await runtime.runUntil(loop())).toBe('done')
    expect(runtime.monotonicMs()).toBe(5000)
    await expect(runtime.runUntil(runtime.sleep(10).then(() => Promise.reject(new Error('broken'))))).rejects.toThrow('broken')
    await expect(runtime.runUntil(() => false, { maxMs: 20 })).rejects.toThrow('not reached within 20 virtual ms')
  })

  it('says so when nothing is left that could reach the goal', async () => {
    await expect(virtualRuntime().runUntil(new Promise(() => {}), { outsideMs: 20 })).rejects.toThrow('nothing is left to run')
  })

  it('waits for work outside of virtual time when no timer is pending', async () => {
    const runtime = virtualRuntime()
    const outside = new Promise<number>((resolve) => setTimeout(() => resolve(7), 20))
    expect(await runtime.runUntil(outside)).toBe(7)
    expect(runtime.monotonicMs()).toBe(0)
  })

  it('lets the wall clock jump without moving the monotonic one', () => {
    const runtime = virtualRuntime({ startMs: 1000 })
    runtime.jumpWallClock(-600)
    expect([runtime.now(), runtime.monotonicMs()]).toEqual([400, 0])
  })

  it('reaches connected hosts only', async () => {
    const runtime = virtualRuntime()
    runtime.connect({ hosts: ['a.example'], fetch: async () => new Response('a') })
    expect(await (await runtime.fetch('https://a.example/key')).text()).toBe('a')
    await expect(runtime.fetch('https://b.example')).rejects.toThrow('fetch failed')
    expect(() => runtime.webSocket('wss://a.example')).toThrow('no simulated socket')
  })
})

describe('seededRandom', () => {
  it('repeats by seed, differs between seeds, and stays in its bounds', () => {
    const draw = (seed: number | string): number[] => Array.from({ length: 1000 }, seededRandom(seed).next)
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('a')).not.toEqual(draw('b'))
    expect(draw(1)).not.toEqual(draw(2))
    const values = draw('bounds')
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean).toBeGreaterThan(0.45)
    expect(mean).toBeLessThan(0.55)
  })

  it('forks by label whatever was drawn before', () => {
    const one = seededRandom(5)
    const other = seededRandom(5)
    other.next()
    expect(one.fork('x').hex(16)).toBe(other.fork('x').hex(16))
    expect(one.fork('x').hex(16)).not.toBe(one.fork('y').hex(16))
  })
})
