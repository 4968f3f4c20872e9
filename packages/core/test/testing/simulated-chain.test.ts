import { createSimulatedChain, ethereumModel, type SimulatedBlock, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

function assertLinked(blocks: readonly SimulatedBlock[]): void {
  for (const [index, block] of blocks.entries()) {
    const parent = blocks[index - 1]
    if (!parent) continue
    expect([block.number, block.parentNumber, block.parentHash]).toEqual([parent.number + 1, parent.number, parent.hash])
    expect(block.timestampMs).toBeGreaterThan(parent.timestampMs)
  }
}

describe('simulated chain', () => {
  it('is the same for the same seed, and another for another', () => {
    const hashes = (seed: number): string[] => {
      const { chain } = simulateNetwork({ stack: 'op-stack', seed, blocks: 10 })
      chain.mine(2)
      chain.reorg(3)
      return chain.canonical().map(({ hash }) => hash)
    }
    expect(hashes(1)).toEqual(hashes(1))
    expect(hashes(1).filter((hash) => hashes(2).includes(hash))).toEqual([])
  })

  it('does not depend on when its blocks are looked at', () => {
    const lazy = simulateNetwork({ stack: 'evm', seed: 5, blocks: 20, startMs: 1_750_000_000_000 }).chain
    const eager = simulateNetwork({ stack: 'evm', seed: 5, blocks: 1, startMs: 1_750_000_000_000 }).chain
    for (let index = 1; index < 20; index++) eager.mine()
    expect(eager.canonical().map(({ hash }) => hash)).toEqual(lazy.canonical().map(({ hash }) => hash))
  })

  it('forgets old blocks where it is told to, and is the same chain all the same', () => {
    const make = (keepBlocks?: number) =>
      simulateNetwork({ stack: 'evm', seed: 8, blocks: 10, finalizedDepth: 4, ...(keepBlocks && { keepBlocks }) })
    const [whole, pruned] = [make().chain, make(20).chain]
    for (let step = 0; step < 8; step++) {
      for (const chain of [whole, pruned]) {
        chain.mine(7)
        chain.reorg(3)
      }
    }
    const kept = pruned.canonical()
    expect(kept.length).toBeLessThan(40)
    expect(kept).toEqual(whole.canonical({ from: kept[0]!.number }))
    expect(pruned.content(kept[0]!)).toEqual(whole.content(kept[0]!))
    expect(pruned.finalized).toEqual(whole.finalized)
    expect(pruned.at(whole.first.hash)).toBeUndefined()
    expect(pruned.block(kept[0]!.number - 1)).toBeUndefined()
    expect(pruned.view().earliestNumber).toBe(kept[0]!.number)
  })

  it('stays linked through any series of blocks and reorgs, and keeps what is finalized', () => {
    const step = fc.oneof(
      fc.record({ mine: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ depth: fc.integer({ min: 1, max: 4 }), length: fc.integer({ min: 1, max: 6 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer(), (steps, seed) => {
        const { chain } = simulateNetwork({ stack: 'evm', seed, blocks: 12, transactionsPerBlock: 0, finalizedDepth: 6 })
        const finalized = new Map<number, string>()
        for (const each of steps) {
          const before = chain.canonical()
          if ('mine' in each) chain.mine(each.mine)
          else {
            const { removed, added, commonAncestor } = chain.reorg(each.depth, each.length)
            expect(removed.map(({ hash }) => hash)).toEqual(
              before
                .slice(-each.depth)
                .reverse()
                .map(({ hash }) => hash),
            )
            expect(added.length).toBe(each.length)
            expect(chain.isCanonical(commonAncestor)).toBe(true)
            for (const block of removed) {
              expect(chain.isCanonical(block)).toBe(false)
              expect(chain.at(block.hash)).toEqual(block)
            }
          }
          assertLinked(chain.canonical())
          const tag = chain.finalized!
          finalized.set(tag.number, tag.hash)
          for (const [number, hash] of finalized) expect(chain.block(number)?.hash).toBe(hash)
          if (chain.head.number - tag.number < 4) chain.mine(4)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('refuses reorgs of finalized blocks unless told to', () => {
    const { chain } = simulateNetwork({ stack: 'evm', blocks: 20, finalizedDepth: 5 })
    expect(() => chain.reorg(6)).toThrow('below the finalized block')
    expect(() => chain.reorg(20)).toThrow('cannot reorganise')
    expect(chain.reorg(6, 7, { beyondFinality: true }).removed.length).toBe(6)
  })

  it('makes blocks by the clock, stands while halted, and goes on', async () => {
    const runtime = virtualRuntime()
    const { chain } = simulateNetwork({ stack: 'evm', runtime, blockTimeMs: 12_000, transactionsPerBlock: 0 })
    const start = chain.head.number
    expect(runtime.now() - chain.head.timestampMs).toBeLessThan(12_000)
    await runtime.advance(120_000)
    expect(chain.head.number).toBe(start + 10)
    chain.halt()
    await runtime.advance(120_000)
    expect(chain.head.number).toBe(start + 10)
    chain.resume()
    await runtime.advance(24_000)
    expect(chain.head.number).toBeGreaterThanOrEqual(start + 11)
    expect(chain.head.timestampMs).toBeLessThanOrEqual(runtime.now())
    runtime.jumpWallClock(-1_000_000)
    await runtime.advance(12_000)
    assertLinked(chain.canonical())
    expect(runtime.pendingTimers).toBe(0)
  })

  it('reorganises by itself, by seed', async () => {
    const run = async (seed: number): Promise<number> => {
      const runtime = virtualRuntime()
      const { chain } = simulateNetwork({
        stack: 'evm',
        runtime,
        seed,
        transactionsPerBlock: 0,
        reorgs: { probability: 0.2, maxDepth: 3 },
      })
      let removed = 0
      chain.onChange((change) => {
        removed += change.removed.length
        expect(change.removed.length).toBeLessThanOrEqual(3)
      })
      for (let index = 0; index < 50; index++) {
        await runtime.advance(2000)
        chain.catchUp()
      }
      assertLinked(chain.canonical())
      return removed
    }
    expect(await run(3)).toBeGreaterThan(0)
    expect(await run(3)).toBe(await run(3))
  })

  it('shows another branch that is as high and shares the trunk', () => {
    const { chain } = simulateNetwork({ stack: 'evm', blocks: 20 })
    const above = chain.head.number - 4
    const fork = chain.forkedView(above, 'side')
    expect(fork.block(above)?.hash).toBe(chain.block(above)?.hash)
    expect(fork.block(above + 1)?.hash).not.toBe(chain.block(above + 1)?.hash)
    expect(fork.block(above + 1)?.parentHash).toBe(chain.block(above)?.hash)
    chain.mine(2)
    expect(fork.tagged('latest')?.number).toBe(chain.head.number)
    expect(fork.tagged('latest')?.hash).not.toBe(chain.head.hash)
  })

  it('has gaps where its model has them', () => {
    const model = { ...ethereumModel(), nextNumber: (after: number) => after + (after % 3 === 0 ? 2 : 1) }
    const { chain } = simulateNetwork({ stack: model as never, blocks: 20, startBlock: 0 })
    expect(
      chain
        .canonical()
        .map(({ number }) => number)
        .slice(0, 6),
    ).toEqual([0, 2, 3, 5, 6, 8])
    expect(chain.block(4)).toBeUndefined()
    expect(chain.block(5)?.parentNumber).toBe(3)
  })

  it('makes old blocks again as they were', () => {
    const model = ethereumModel()
    const chain = createSimulatedChain({
      model,
      seed: 1,
      startBlock: 0,
      startMs: 0,
      blocks: 300,
      blockTimeMs: 1000,
      safeDepth: 1,
      finalizedDepth: 2,
    })
    chain.mine()
    const block = chain.block(3)!
    expect(chain.content(block).full['hash']).toBe(block.hash)
    expect(chain.block(0)?.parentHash).toBe(`0x${'00'.repeat(32)}`)
  })
})
