import type { DefimonError, L2Block } from '@defimon/core'
import { type DefineSourceOptions, defineSource } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { type Answer, fakeTransport } from './fake-transport.ts'
import { type ToyChain, toyChain } from './toy-chain.ts'
import { type ToyBlock, toyBlock, toyDriver, toyNetwork } from './toy-stack.ts'

type Change = (number: number, truth: ToyBlock | null) => unknown

function serve(chain: ToyChain, change: Change = () => undefined): Answer {
  return (method, params) => {
    if (method === 'toy_chain') return 'toy:1'
    if (method === 'toy_head') return params[0] === 'latest' ? chain.head : chain.at(chain.head.number - 4)
    const truth = chain.at(params[0] as number) ?? null
    const changed = change(params[0] as number, truth)
    return changed === undefined ? truth : changed
  }
}

function sourceOf(endpoints: Record<string, Answer>, options: DefineSourceOptions & { hasGaps?: boolean; bytes?: number } = {}) {
  const { hasGaps = false, bytes, ...others } = options
  const transport = fakeTransport(endpoints)
  const driver = toyDriver(toyNetwork(), { hasGaps, ...(bytes && { sizeOf: () => bytes }) })
  return { transport, source: defineSource(driver, { transport, ...others }) }
}

async function collect(blocks: AsyncIterable<L2Block>): Promise<{ numbers: number[]; blocks: L2Block[]; error?: DefimonError }> {
  const read: L2Block[] = []
  try {
    for await (const block of blocks) read.push(block)
  } catch (error) {
    return { numbers: read.map(({ number }) => number), blocks: read, error: error as DefimonError }
  }
  return { numbers: read.map(({ number }) => number), blocks: read }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('getBlocks', () => {
  it('gives the blocks of a range in order, linked', async () => {
    const { source } = sourceOf({ 'a.example': serve(toyChain({ length: 60 })) })
    const { numbers, blocks } = await collect(source.getBlocks({ from: 10, to: 49 }))
    expect(numbers).toEqual(range(10, 49))
    expect(blocks[0]?.verification.skipped).toEqual([
      { check: 'parent-link', reason: 'first block of the range: its parent was not read' },
    ])
    for (const block of blocks.slice(1)) expect(block.verification.passed).toEqual(['identity', 'parent-link', 'block-hash'])
  })

  it('ends at a tag', async () => {
    const { source } = sourceOf({ 'a.example': serve(toyChain({ length: 20 })) })
    expect((await collect(source.getBlocks({ from: 17, to: 'latest' }))).numbers).toEqual([17, 18, 19])
    expect((await collect(source.getBlocks({ from: 14, to: 'finalized' }))).numbers).toEqual([14, 15])
    expect((await collect(source.getBlocks({ from: 25, to: 'latest' }))).numbers).toEqual([])
  })

  it('keeps the order when answers come in any other', async () => {
    const chain = toyChain({ length: 40 })
    const waiting: (() => void)[] = []
    const slow: Answer = (method, params, signal) => {
      const answer = serve(chain)(method, params, signal)
      if (method !== 'toy_block') return answer
      return new Promise((resolve) => waiting.push(() => resolve(answer)))
    }
    const { source } = sourceOf({ 'a.example': slow })
    const reading = collect(source.getBlocks({ from: 0, to: 39 }))
    let done = false
    void reading.finally(() => {
      done = true
    })
    for (let turn = 0; !done; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      // The newest question is answered first, one at a time.
      waiting.splice((turn * 7) % Math.max(1, waiting.length), 1)[0]?.()
      waiting.pop()?.()
    }
    expect((await reading).numbers).toEqual(range(0, 39))
  })

  it('holds no more than the window allows, learns it from the size of blocks, and asks in groups', async () => {
    const { source, transport } = sourceOf({ 'a.example': serve(toyChain({ length: 400 })) }, { windowBytes: 10_000, bytes: 100 })
    const asked = (): number => transport.asked.filter(({ method }) => method === 'toy_block').length
    const groups: number[] = []
    let read = 0
    let most = 0
    let before = 0
    for await (const _ of source.getBlocks({ from: 0, to: 399 })) {
      read += 1
      most = Math.max(most, asked() - read + 1)
      if (read > 200 && asked() > before) groups.push(asked() - before)
      before = asked()
    }
    expect(most).toBe(100)
    expect(groups.slice(1, -1).every((size) => size === 25)).toBe(true)
    const large = sourceOf({ 'a.example': serve(toyChain({ length: 400 })) }, { windowBytes: 250, bytes: 100 })
    let largest = 0
    let passed = 0
    for await (const _ of large.source.getBlocks({ from: 0, to: 60 })) {
      passed += 1
      if (passed > 10) largest = Math.max(largest, large.transport.asked.length - 1 - passed)
    }
    expect(largest).toBeLessThanOrEqual(2)
  })

  it('asks for nothing more while its consumer does not read', async () => {
    const { source, transport } = sourceOf({ 'a.example': serve(toyChain({ length: 400 })) })
    const blocks = source.getBlocks({ from: 0, to: 399 })[Symbol.asyncIterator]()
    await blocks.next()
    const asked = transport.asked.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(transport.asked.length).toBe(asked)
    expect(asked).toBeLessThan(12)
    await blocks.return?.()
  })

  it('aborts what is in flight when its consumer leaves, even while it waits', async () => {
    let aborted = 0
    const never: Answer = (method, params, signal) => {
      if (method !== 'toy_block' || params[0] === 0) return serve(toyChain())(method, params, signal)
      return new Promise((_, reject) =>
        signal?.addEventListener('abort', () => {
          aborted += 1
          reject(signal.reason)
        }),
      )
    }
    const { source } = sourceOf({ 'a.example': never })
    for await (const _ of source.getBlocks({ from: 0, to: 19 })) break
    expect(aborted).toBe(7)
    const blocks = source.getBlocks({ from: 1, to: 19 })[Symbol.asyncIterator]()
    const next = blocks.next()
    await new Promise((resolve) => setTimeout(resolve, 0))
    await blocks.return?.()
    expect(await next).toEqual({ done: true, value: undefined })
    expect(aborted).toBe(15)
  })

  it('gives the blocks before a failure, and then fails', async () => {
    const { source } = sourceOf({ 'a.example': serve(toyChain({ length: 20 })) })
    const { numbers, error } = await collect(source.getBlocks({ from: 15, to: 30 }))
    expect(numbers).toEqual(range(15, 19))
    expect(error).toMatchObject({ code: 'NOT_YET', id: 20 })
  })

  it('refuses ranges that cannot be', async () => {
    const { source } = sourceOf({ 'a.example': serve(toyChain()) })
    for (const [from, to] of [
      [5, 4],
      [-1, 4],
      [0.5, 4],
    ] as const) {
      expect((await collect(source.getBlocks({ from, to }))).error).toMatchObject({ code: 'CONFIG' })
    }
  })
})

describe('parent links', () => {
  const chain = toyChain({ length: 30 })
  // Consistent in itself, but of no chain.
  const stray: Change = (number) => (number === 12 ? toyBlock(12, { number: 11, hash: '0xbad' }, 5, 'stray') : undefined)

  it('settles a broken link at an endpoint that serves both blocks, and blames the other', async () => {
    const transport = fakeTransport({ 'a.example': serve(chain, stray), 'b.example': serve(chain) })
    const source = defineSource(toyDriver(toyNetwork()), { transport })
    const { numbers, blocks, error } = await collect(source.getBlocks({ from: 10, to: 20 }))
    expect(error).toBeUndefined()
    expect(numbers).toEqual(range(10, 20))
    expect(blocks[2]?.hash).toBe(chain.at(12)?.hash)
    expect(transport.rejected.map(({ host }) => host)).toEqual(['a.example'])
  })

  it('fails with VERIFICATION where no endpoint has a child of the block before, and blames nobody', async () => {
    const transport = fakeTransport({ 'a.example': serve(chain, stray), 'b.example': serve(chain, stray) })
    const { numbers, error } = await collect(defineSource(toyDriver(toyNetwork()), { transport }).getBlocks({ from: 10, to: 20 }))
    expect(numbers).toEqual([10, 11])
    expect(error).toMatchObject({ code: 'VERIFICATION', check: 'parent-link', claimed: '0xbad', computed: chain.at(11)?.hash })
    expect(transport.rejected).toEqual([])
  })

  it('notices that the chain was reorganised while it was read', async () => {
    const moving = toyChain({ length: 300 })
    const { source } = sourceOf({ 'a.example': serve(moving) })
    const numbers: number[] = []
    const reading = (async () => {
      for await (const block of source.getBlocks({ from: 250, to: 299 })) {
        numbers.push(block.number)
        if (block.number === 255) moving.fork(60)
      }
    })()
    await expect(reading).rejects.toMatchObject({ code: 'VERIFICATION', check: 'parent-link' })
    expect(numbers.at(-1)).toBeGreaterThanOrEqual(255)
  })
})

describe('gaps', () => {
  const chain = toyChain({ length: 40, gaps: [3, 7, 8, 9, 20, 29, 30] })
  const present = (from: number, to: number): number[] => range(from, to).filter((number) => chain.at(number))

  it('passes over heights that the chain skipped, proven by the next block', async () => {
    const { source } = sourceOf({ 'a.example': serve(chain) }, { hasGaps: true })
    const { numbers, blocks } = await collect(source.getBlocks({ from: 0, to: 35 }))
    expect(numbers).toEqual(present(0, 35))
    for (const block of blocks.slice(1)) expect(block.verification.passed).toContain('parent-link')
  })

  it('begins and ends in a gap', async () => {
    const { source } = sourceOf({ 'a.example': serve(chain) }, { hasGaps: true })
    expect((await collect(source.getBlocks({ from: 8, to: 20 }))).numbers).toEqual(present(10, 19))
    expect((await collect(source.getBlocks({ from: 29, to: 30 }))).numbers).toEqual([])
    expect((await collect(source.getBlocks({ from: 7, to: 8 }))).numbers).toEqual([])
  })

  it('finds blocks that an endpoint calls skipped', async () => {
    const hiding = (...hidden: number[]): Answer => serve(chain, (number) => (hidden.includes(number) ? null : undefined))
    const transport = fakeTransport({ 'a.example': hiding(10, 11, 19), 'b.example': serve(chain) })
    const source = defineSource(toyDriver(toyNetwork(), { hasGaps: true }), { transport })
    expect((await collect(source.getBlocks({ from: 5, to: 15 }))).numbers).toEqual(present(5, 15))
    expect((await collect(source.getBlocks({ from: 10, to: 15 }))).numbers).toEqual(present(10, 15))
    expect((await collect(source.getBlocks({ from: 15, to: 19 }))).numbers).toEqual(present(15, 19))
    expect((await collect(source.getBlocks({ from: 15, to: 20 }))).numbers).toEqual(present(15, 20))
  })

  it('does not take absence for a gap where it cannot be proven', async () => {
    const hiding = serve(chain, (number) => (number === 12 ? null : undefined))
    const { source } = sourceOf({ 'a.example': hiding }, { hasGaps: true })
    const { numbers, error } = await collect(source.getBlocks({ from: 10, to: 15 }))
    expect(numbers).toEqual([10, 11])
    expect(error).toMatchObject({ code: 'NOT_FOUND', id: 12 })
    const { error: ahead } = await collect(source.getBlocks({ from: 40, to: 60 }))
    expect(ahead).toMatchObject({ code: 'NOT_YET' })
  })
})
