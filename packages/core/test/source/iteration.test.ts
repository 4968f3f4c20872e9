import { abortableIterable, DefimonError, linkAbort } from '@defimon/core'
import { describe, expect, it } from 'vitest'
import { createRecentRefs } from '../../src/source/recent-refs.ts'

/** How many listeners a signal has, by counting what is added and removed. */
function counted(): { readonly controller: AbortController; listeners(): number } {
  const controller = new AbortController()
  let listeners = 0
  const { signal } = controller
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners += 1
    add(...args)
  }
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners -= 1
    remove(...args)
  }
  return { controller, listeners: () => listeners }
}

async function* forever(signal: AbortSignal): AsyncGenerator<number, void, undefined> {
  yield 1
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

describe('linkAbort', () => {
  it('follows its signals, and leaves nothing on them', () => {
    const a = counted()
    const b = counted()
    const link = linkAbort([a.controller.signal, undefined, b.controller.signal])
    expect([a.listeners(), b.listeners()]).toEqual([1, 1])
    b.controller.abort('why')
    expect(link.signal.reason).toBe('why')
    expect([a.listeners(), b.listeners()]).toEqual([0, 0])
    const released = linkAbort([a.controller.signal])
    released.release()
    expect(a.listeners()).toBe(0)
    a.controller.abort()
    expect(released.signal.aborted).toBe(false)
    expect(linkAbort([a.controller.signal]).signal.aborted).toBe(true)
  })
})

describe('abortableIterable', () => {
  it('ends a pending next by return, by its signal, and leaves no listener', async () => {
    const outer = counted()
    const iterator = abortableIterable(forever, [outer.controller.signal])[Symbol.asyncIterator]()
    expect(await iterator.next()).toEqual({ done: false, value: 1 })
    const pending = iterator.next()
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined })
    expect(await pending).toEqual({ done: true, value: undefined })
    expect(outer.listeners()).toBe(0)

    const other = abortableIterable(forever, [outer.controller.signal])[Symbol.asyncIterator]()
    await other.next()
    const aborted = other.next()
    outer.controller.abort('enough')
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' })
    expect(outer.listeners()).toBe(0)
  })

  it('starts anew for each iteration, and lets failures through', async () => {
    let started = 0
    const iterable = abortableIterable(async function* () {
      started += 1
      yield started
    })
    for (let round = 1; round <= 2; round += 1) {
      const values = []
      for await (const value of iterable) values.push(value)
      expect(values).toEqual([round])
    }
    const failing = abortableIterable(async function* (): AsyncGenerator<number, void, undefined> {
      yield 1
      throw new DefimonError('MALFORMED', 'no')
    })
    const iterator = failing[Symbol.asyncIterator]()
    await iterator.next()
    await expect(iterator.next()).rejects.toMatchObject({ code: 'MALFORMED' })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })
})

describe('recent refs', () => {
  it('forget what is final, and stay as they are above it', () => {
    const refs = createRecentRefs()
    for (let number = 0; number < 1_000; number++) {
      refs.push({ number, hash: `${number}` })
      refs.forgetBelow(number - 200)
    }
    expect(refs.trimmed).toBe(true)
    expect(refs.lowest!.number).toBeGreaterThan(600)
    expect(refs.lowest!.number).toBeLessThan(800)
    expect(refs.at(800)).toEqual({ number: 800, hash: '800' })
    expect(refs.cutAbove(995).map(({ number }) => number)).toEqual([996, 997, 998, 999])
  })

  it('are bounded, and found by height whatever heights are missing', () => {
    const refs = createRecentRefs()
    for (let number = 0; number < 40_000; number += 2) refs.push({ number, hash: `h${number}` })
    expect(refs.trimmed).toBe(false)
    for (let number = 40_000; number < 80_000; number += 2) refs.push({ number, hash: `h${number}` })
    expect(refs.trimmed).toBe(true)
    expect(refs.lowest?.number).toBeGreaterThan(0)
    expect(refs.at(79_998)).toEqual({ number: 79_998, hash: 'h79998' })
    expect(refs.at(79_997)).toBeUndefined()
    expect(refs.cutAbove(79_993)).toEqual([79_994, 79_996, 79_998].map((number) => ({ number, hash: `h${number}` })))
    expect(refs.tip?.number).toBe(79_992)
    expect(refs.cutAbove(100_000)).toEqual([])
  })
})
