import { DefimonError } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { virtualRuntime } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'
import { type Answer, fakeTransport } from './fake-transport.ts'
import { toyChain } from './toy-chain.ts'
import { type ToyBlock, toyBlock, toyDriver, toyNetwork } from './toy-stack.ts'

const START_MS = 1_750_000_000_000

/** A chain whose newest block is of now. */
function chainOfNow(length = 200) {
  return toyChain({ length, startMs: START_MS - (length - 1) * 2000 })
}

type Lies = Readonly<Record<string, (params: readonly unknown[]) => unknown>>

function nodeOf(chain: ReturnType<typeof chainOfNow>, lies: Lies = {}): Answer {
  return (method, params) => {
    const lie = lies[method]?.(params)
    if (lie !== undefined) return lie
    if (method === 'toy_chain') return 'toy:1'
    if (method === 'toy_syncing') return false
    if (method === 'toy_head') return params[0] === 'latest' ? chain.head : chain.at(100)
    return (method === 'toy_block' ? chain.at(params[0] as number) : chain.byHash(params[0] as string)) ?? null
  }
}

function sourceOver(endpoints: Readonly<Record<string, Answer>>) {
  const runtime = virtualRuntime({ startMs: START_MS })
  const transport = fakeTransport(endpoints)
  const source = defineSource(toyDriver(toyNetwork(Object.keys(endpoints))), { transport, runtime })
  return { runtime, transport, source, latest: async () => (await runtime.runUntil(source.getBlock('latest'))).number }
}

/** A block that is consistent in itself, of the next century. */
const future = (chain: ReturnType<typeof chainOfNow>): ToyBlock => toyBlock(200, chain.head, START_MS + 3_000_000_000_000)

describe('the latest block', () => {
  const chain = chainOfNow()

  it('is not one of the future, though it is consistent', async () => {
    const block = future(chain)
    const lies = { toy_head: () => block, toy_block: ([number]: readonly unknown[]) => (number === 200 ? block : undefined) }
    const { latest, transport } = sourceOver({ 'a.example': nodeOf(chain, lies), 'b.example': nodeOf(chain) })
    expect(await latest()).toBe(199)
    expect(transport.rejected).toEqual([{ host: 'a.example', reason: expect.stringContaining('in the future') }])
  })

  it('is not one of a node that is catching up', async () => {
    const lies = { toy_head: () => chain.at(150), toy_syncing: () => true }
    const { latest, transport } = sourceOver({ 'a.example': nodeOf(chain, lies), 'b.example': nodeOf(chain) })
    expect(await latest()).toBe(199)
    expect(transport.rejected).toEqual([{ host: 'a.example', reason: expect.stringContaining('catching up') }])
  })

  it('is not an absurd one, whether it is the first or comes later', async () => {
    let lying = true
    const lies = { toy_head: () => (lying ? { ...chain.head, number: 2 ** 50 } : undefined) }
    const { latest } = sourceOver({ 'a.example': nodeOf(chain, lies), 'b.example': nodeOf(chain) })
    expect(await latest()).toBe(199)
    const later = sourceOver({ 'a.example': nodeOf(chain, lies), 'b.example': nodeOf(chain) })
    lying = false
    expect(await later.latest()).toBe(199)
    lying = true
    expect(await later.latest()).toBe(199)
    expect(later.transport.rejected).toEqual([{ host: 'a.example', reason: expect.stringContaining('jumped') }])
  })

  it('does not move far back, though it may be a few blocks late', async () => {
    let head = 199
    const lies = { toy_head: () => chain.at(head) }
    const { latest, transport } = sourceOver({ 'a.example': nodeOf(chain, lies), 'b.example': nodeOf(chain) })
    expect(await latest()).toBe(199)
    head = 195
    expect(await latest()).toBe(195)
    expect(transport.rejected).toEqual([])
    head = 120
    expect(await latest()).toBe(199)
    expect(transport.rejected).toEqual([{ host: 'a.example', reason: expect.stringContaining('moved back') }])
  })

  it('of two first heads that differ is the one nearer to now', async () => {
    const behind = nodeOf(chain, { toy_head: () => chain.at(20) })
    const { latest } = sourceOver({ 'a.example': behind, 'b.example': nodeOf(chain) })
    expect(await latest()).toBe(199)
  })

  it('of the only endpoint, where it is doubtful, fails in a way that can be retried, and is believed when it stays so', async () => {
    const { latest, runtime, source } = sourceOver({ 'a.example': nodeOf(chain, { toy_syncing: () => true }) })
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = await runtime.runUntil(source.getBlock('latest').catch((thrown: unknown) => thrown))
      expect(error).toMatchObject({ code: 'TRANSIENT', retryable: true, host: 'a.example' })
      expect(String(error)).toContain('catching up')
    }
    expect(await latest()).toBe(199)
    expect(await latest()).toBe(199)
  })

  it('of all endpoints, where they agree on what is doubtful, is believed at the second time', async () => {
    const lies = { toy_head: () => chain.at(150), toy_syncing: () => true }
    const { latest, runtime, source } = sourceOver({ 'a.example': nodeOf(chain, lies), 'b.example': nodeOf(chain, lies) })
    const error = await runtime.runUntil(source.getBlock('latest').catch((thrown: unknown) => thrown))
    expect(error).toMatchObject({ code: 'TRANSIENT' })
    expect(await latest()).toBe(150)
  })

  it('of the future is believed at once where two endpoints tell the same time: then the clock here is behind', async () => {
    const { latest, runtime, transport } = sourceOver({ 'a.example': nodeOf(chain), 'b.example': nodeOf(chain) })
    runtime.jumpWallClock(-3_600_000)
    expect(await latest()).toBe(199)
    expect(await latest()).toBe(199)
    expect(transport.rejected).toEqual([])
  })

  it('is no head of the past because the clock here is behind: two endpoints that tell the same time outweigh one', async () => {
    const late = nodeOf(chain, { toy_head: () => toyBlock(150, chain.at(149), START_MS - 3_600_000) })
    const { latest, runtime } = sourceOver({ 'a.example': nodeOf(chain), 'b.example': nodeOf(chain), 'c.example': late })
    runtime.jumpWallClock(-3_600_000)
    expect(await latest()).toBe(199)
  })

  it('of the future is not believed of one endpoint alone before its third time', async () => {
    const { runtime, source, latest } = sourceOver({ 'a.example': nodeOf(chain) })
    runtime.jumpWallClock(-3_600_000)
    for (let time = 1; time < 3; time += 1) {
      const error = await runtime.runUntil(source.getBlock('latest').catch((thrown: unknown) => thrown))
      expect(error).toMatchObject({ code: 'TRANSIENT' })
    }
    expect(await latest()).toBe(199)
  })

  it('of the future is believed of the only endpoint that answers, later than where it is the only one there is', async () => {
    const silent: Answer = () => {
      throw new DefimonError('UNREACHABLE', 'silent')
    }
    const { runtime, source, latest } = sourceOver({ 'a.example': nodeOf(chain), 'b.example': silent })
    runtime.jumpWallClock(-3_600_000)
    for (let time = 1; time < 4; time += 1) {
      const error = await runtime.runUntil(source.getBlock('latest').catch((thrown: unknown) => thrown))
      expect(error).toMatchObject({ code: 'TRANSIENT' })
    }
    expect(await latest()).toBe(199)
  })

  it('that is another one each time is not believed, however often it is given', async () => {
    let turn = 0
    const lies = {
      toy_head: () => ({ ...chain.head, number: 2 ** 40 + 10_000_000 * turn++, timestampMs: START_MS + 3_000_000_000_000 }),
    }
    const { runtime, source } = sourceOver({ 'a.example': nodeOf(chain, lies) })
    for (let time = 1; time < 8; time += 1) {
      const error = await runtime.runUntil(source.getBlock('latest').catch((thrown: unknown) => thrown))
      expect(error).toMatchObject({ code: 'TRANSIENT', message: expect.stringContaining('not believed') })
    }
  })

  it('is no doubtful one where the clock here is set back after a head was believed', async () => {
    const { latest, runtime } = sourceOver({ 'a.example': nodeOf(chain) })
    expect(await latest()).toBe(199)
    runtime.jumpWallClock(-3_600_000)
    expect(await latest()).toBe(199)
  })

  it('is asked of one endpoint once a head was believed', async () => {
    const { latest, transport } = sourceOver({ 'a.example': nodeOf(chain), 'b.example': nodeOf(chain) })
    await latest()
    const before = transport.asked.filter(({ method }) => method === 'toy_head').length
    await latest()
    expect(before).toBe(2)
    expect(transport.asked.filter(({ method }) => method === 'toy_head')).toHaveLength(3)
  })

  it('does not wait for an endpoint that hangs, and leaves no timer', async () => {
    const hanging: Answer = (method, _params, signal) =>
      method === 'toy_chain'
        ? 'toy:1'
        : new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
    const { latest, runtime } = sourceOver({ 'a.example': nodeOf(chain), 'b.example': hanging })
    expect(await latest()).toBe(199)
    expect(runtime.monotonicMs()).toBeLessThanOrEqual(1_500)
    expect(runtime.pendingTimers).toBe(0)
  })

  it('ends a range up to it', async () => {
    const lies = { toy_head: () => chain.at(150), toy_syncing: () => true }
    const { runtime, source } = sourceOver({ 'a.example': nodeOf(chain, lies), 'b.example': nodeOf(chain) })
    const numbers: number[] = []
    const reading = async (): Promise<void> => {
      for await (const { number } of source.getBlocks({ from: 195, to: 'latest' })) numbers.push(number)
    }
    await runtime.runUntil(reading())
    expect(numbers).toEqual([195, 196, 197, 198, 199])
  })

  it('is whatever the endpoint says with verify: false', async () => {
    const runtime = virtualRuntime({ startMs: START_MS })
    const transport = fakeTransport({ 'a.example': nodeOf(chain, { toy_syncing: () => true }) })
    const source = defineSource(toyDriver(toyNetwork()), { transport, runtime, verify: false })
    expect((await runtime.runUntil(source.getBlock('latest'))).number).toBe(199)
  })
})
