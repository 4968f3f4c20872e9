import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ContradictionError, DefimonError, isOrderingFinal, type Sink, systemRuntime } from '@defimon/core'
import { seededRandom, type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { createSync, type Sync, type SyncEvent } from '@defimon/sync'
import { jsonlSink } from '@defimon/sync/jsonl'
import { type MemorySink, memorySink } from '@defimon/sync/memory'
import { describe, expect, it } from 'vitest'
import { createFakeChain, type FakeChain } from './fake-chain.ts'
import { createFakeRollup, cutBatches, type FakeRollup } from './fake-rollup.ts'
import { fakeSource } from './fake-source.ts'

interface Setup {
  readonly runtime: VirtualRuntime
  readonly chain: FakeChain
  readonly rollup: FakeRollup
  readonly sink: MemorySink
  readonly events: SyncEvent[]
  start(sink?: Sink): Sync
}

function setUp(options: { blocks?: number; finalized?: number; batch?: number; nextExpectedMs?: number } = {}): Setup {
  const { blocks = 300, finalized = 250, batch = 10 } = options
  const runtime = virtualRuntime()
  const chain = createFakeChain('base')
  chain.mine(blocks)
  chain.finalized = finalized
  const rollup = createFakeRollup(chain, options)
  rollup.batches.push(...cutBatches(0, blocks - 1, batch))
  const memory = memorySink()
  const events: SyncEvent[] = []
  return {
    ...{ runtime, chain, rollup, sink: memory, events },
    start(sink = memory) {
      const source = fakeSource(chain, { runtime })
      source.getSettlement = (block, callOptions) => rollup.getSettlement(block, callOptions)
      const sync = createSync({ sources: [{ source, from: 0 }], sink, runtime })
      void (async () => {
        for await (const event of sync.events()) events.push(event)
      })()
      void sync.run()
      return sync
    },
  }
}

/** Makes a step of all batches of a stretch, one parent block each, from `parent` on. */
function make(rollup: FakeRollup, step: 'posted' | 'claimed' | 'settled', from: number, to: number, parent: number): void {
  let number = parent
  for (const batch of rollup.batches) {
    if (batch.from < from || batch.to > to) continue
    batch[step] = number
    rollup.head = Math.max(rollup.head, number)
    number += 1
  }
}

/** Every stored block has the settlement that is right at this moment, and those without evidence have none. */
function expectRight({ sink, chain, rollup }: Setup): void {
  const stored = new Map(sink.settlements('base').map((settlement) => [settlement.block.number, settlement]))
  const wrong = chain.blocks().filter(({ number, hash }) => {
    const expected = rollup.expected(number)
    const found = stored.get(number)
    if (!found) return expected.stage !== 'sequenced'
    return found.block.hash !== hash || JSON.stringify(found.state) !== JSON.stringify(expected)
  })
  expect(wrong.map(({ number }) => [number, stored.get(number)?.state, rollup.expected(number)]).slice(0, 2)).toEqual([])
}

const numbers = (events: readonly SyncEvent[], type: 'settlement' | 'reverted'): number[] =>
  events.flatMap((event) => (event.type === type ? [event.at.number] : []))

describe('settlement in sync', () => {
  it('asks one question for each batch and applies it to all its blocks', async () => {
    const setup = setUp()
    make(setup.rollup, 'posted', 0, 199, 100)
    const sync = setup.start()
    await setup.runtime.advance(10_000)
    expectRight(setup)
    // 20 batches, and the first block that is merely sequenced.
    expect(setup.rollup.asked.filter((number) => number < 200)).toHaveLength(20)
    expect(setup.rollup.asked.length).toBeLessThanOrEqual(22)
    expect(numbers(setup.events, 'settlement')).toHaveLength(20)
    await sync.close()
    expect(setup.runtime.pendingTimers).toBe(0)
  })

  it('follows the parent: finality, claims, settlement', async () => {
    const setup = setUp()
    const { rollup, runtime } = setup
    make(rollup, 'posted', 0, 299, 100)
    const sync = setup.start()
    await runtime.advance(10_000)
    rollup.finalized = 115
    await runtime.advance(200_000)
    expectRight(setup)
    make(rollup, 'claimed', 0, 199, 140)
    rollup.finalized = 145
    await runtime.advance(1_300_000)
    expectRight(setup)
    make(rollup, 'settled', 0, 99, 200)
    rollup.finalized = 250
    await runtime.advance(1_300_000)
    expectRight(setup)
    expect(numbers(setup.events, 'reverted')).toEqual([])
    const asked = rollup.asked.length
    await runtime.advance(1_300_000)
    // Ten batches are done for good; the others are asked after by one question in each stretch that stands alike, and one at its top.
    expect(rollup.asked.slice(asked).every((number) => number >= 100)).toBe(true)
    expect(rollup.asked.length - asked).toBeLessThan(40)
    await sync.close()
  })

  it('takes back exactly what a reorg of the parent took', async () => {
    const setup = setUp()
    const { rollup, runtime, events } = setup
    make(rollup, 'posted', 0, 199, 100)
    rollup.finalized = 110
    const sync = setup.start()
    await runtime.advance(30_000)
    expectRight(setup)
    // The parent leaves blocks 117 on: batches 170 to 199 are not posted any more.
    for (const batch of rollup.batches) if ((batch.posted ?? 0) >= 117) delete batch.posted
    rollup.head = 117
    await runtime.advance(200_000)
    expectRight(setup)
    expect(numbers(events, 'reverted')).toHaveLength(1)
    expect(setup.sink.settlements('base').map(({ block }) => block.number)).toContain(169)
    expect(setup.sink.settlements('base').find(({ block }) => block.number === 170)?.state.stage).toBe('sequenced')
    // They come again, in other blocks.
    make(rollup, 'posted', 170, 199, 118)
    await runtime.advance(400_000)
    expectRight(setup)
    await sync.close()
  })

  it('takes back a claim that fell in the middle, and no other', async () => {
    const setup = setUp()
    const { rollup, runtime, events } = setup
    make(rollup, 'posted', 0, 299, 100)
    make(rollup, 'claimed', 0, 299, 130)
    rollup.finalized = 200
    const sync = setup.start()
    await runtime.advance(30_000)
    expectRight(setup)
    delete rollup.batches[15]!.claimed
    await runtime.advance(36_000_000)
    expectRight(setup)
    expect(numbers(events, 'reverted')).toEqual([150])
    await sync.close()
  })

  it('keeps what was posted where a later answer leaves it out, and tells when a final batch is taken back after all', async () => {
    const { rollup, runtime, sink, events, start } = setUp()
    make(rollup, 'posted', 0, 299, 100)
    rollup.finalized = 300
    const answer = rollup.getSettlement
    // As a reader that finds claims cheaply and does not look for the data any more.
    rollup.getSettlement = async (block) => {
      const settlement = await answer(block)
      const { state } = settlement
      return state.stage === 'claimed' ? { ...settlement, state: { stage: 'claimed', claimed: state.claimed } } : settlement
    }
    const sync = start()
    await runtime.advance(30_000)
    make(rollup, 'claimed', 0, 299, 200)
    await runtime.advance(1_300_000)
    const stored = sink.settlements('base').find(({ block }) => block.number === 155)!
    expect(stored.state).toMatchObject({ stage: 'claimed', posted: [{ number: 115 }], claimed: { number: 215 } })
    expect(isOrderingFinal(stored)).toBe(true)
    expect(numbers(events, 'reverted')).toEqual([])
    for (const batch of rollup.batches.slice(20)) {
      delete batch.claimed
      batch.posted = 320
    }
    rollup.head = 320
    await runtime.advance(3_600_000)
    expect(numbers(events, 'reverted').length).toBeGreaterThan(0)
    const again = sink.settlements('base').filter((settlement) => !isOrderingFinal(settlement))
    expect(again.map(({ block }) => block.number)).toEqual(Array.from({ length: 100 }, (_, index) => 200 + index))
    await sync.close()
  })

  it('does not believe a parent endpoint that lags, whether the answer says how far it saw or not', async () => {
    for (const saysAsOf of [true, false]) {
      const setup = setUp()
      const { rollup, runtime, events } = setup
      rollup.saysAsOf = saysAsOf
      make(rollup, 'posted', 0, 299, 100)
      const sync = setup.start()
      await runtime.advance(10_000)
      const { head } = rollup
      // Answers come from a node that has not seen what was posted late: always where they say so, else for three seconds of each minute.
      let lagging = 0
      rollup.fault = () => {
        const isLagging = saysAsOf || runtime.monotonicMs() % 60_000 < 3_000
        if (isLagging) lagging += 1
        rollup.head = isLagging ? 105 : head
      }
      await runtime.advance(saysAsOf ? 600_000 : 6_000_000)
      rollup.fault = undefined
      rollup.head = head
      expect(lagging).toBeGreaterThan(0)
      expect(numbers(events, 'reverted')).toEqual([])
      await runtime.advance(600_000)
      expectRight(setup)
      await sync.close()
    }
  })

  it('takes two confirmations in inverted order in one window', async () => {
    const setup = setUp()
    const { rollup, runtime, events } = setup
    make(rollup, 'posted', 0, 299, 100)
    rollup.finalized = 300
    const sync = setup.start()
    await runtime.advance(10_000)
    rollup.head = 400
    for (const batch of rollup.batches.slice(3, 6)) batch.settled = 351
    await runtime.advance(1_000)
    for (const batch of rollup.batches.slice(0, 3)) batch.settled = 352
    await runtime.advance(40_000_000)
    expectRight(setup)
    expect(numbers(events, 'reverted')).toEqual([])
    await sync.close()
  })

  it('is not stopped by a window whose question always fails, above it or below', async () => {
    const setup = setUp()
    const { rollup, runtime } = setup
    make(rollup, 'posted', 0, 299, 100)
    rollup.fault = (number) => {
      if (number >= 40 && number < 80) throw new DefimonError('TIMEOUT', 'this window is too much', { network: 'base' })
    }
    const sync = setup.start()
    await runtime.advance(60_000)
    const settled = new Set(setup.sink.settlements('base').map(({ block }) => block.number))
    for (const block of setup.chain.blocks())
      expect([block.number, settled.has(block.number)]).toEqual([block.number, block.number < 40 || block.number >= 80])
    const asked = rollup.asked.length
    await runtime.advance(600_000)
    expect(rollup.asked.slice(asked).filter((number) => number >= 40 && number < 80).length).toBeLessThan(40)
    rollup.fault = undefined
    await runtime.advance(1_300_000)
    expectRight(setup)
    await sync.close()
  })

  it('never holds the head up, though every question hangs', async () => {
    const { runtime, chain, rollup, sink, start } = setUp({ blocks: 50, finalized: 30 })
    rollup.getSettlement = (_, options) =>
      new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(options.signal?.reason)))
    const sync = start()
    await runtime.advance(5_000)
    for (let round = 0; round < 5; round++) {
      chain.mine(3)
      await runtime.advance(6_000)
      expect(sink.block('base', chain.head!.number)).toBeDefined()
    }
    await sync.close()
  })

  it('costs one question where the source reads no settlement', async () => {
    const { runtime, rollup, start, sink } = setUp()
    rollup.fault = () => {
      throw new DefimonError('UNSUPPORTED', 'needs the source of the parent', { network: 'base' })
    }
    const sync = start()
    await runtime.advance(3_600_000)
    expect(rollup.asked).toHaveLength(1)
    expect(sink.settlements('base')).toEqual([])
    expect(sync.health()[0]!.state).not.toBe('stopped')
    await sync.close()
  })

  it('asks little about new blocks, and goes on with those that come', async () => {
    const setup = setUp({ blocks: 100, finalized: 60 })
    const { runtime, chain, rollup } = setup
    make(rollup, 'posted', 0, 99, 100)
    const sync = setup.start()
    await runtime.advance(10_000)
    const before = rollup.asked.length
    for (let minute = 0; minute < 10; minute++) {
      chain.mine(30)
      rollup.batches.push({ from: 100 + minute * 30, to: 129 + minute * 30, posted: 110 + minute })
      rollup.head = 110 + minute
      await runtime.advance(60_000)
    }
    await runtime.advance(130_000)
    expectRight(setup)
    // 300 blocks in ten batches.
    expect(rollup.asked.length - before).toBeLessThan(60)
    await sync.close()
  })

  it('loses nothing when it is killed and resumed at any moment', async () => {
    const setup = setUp()
    const { runtime, rollup } = setup
    const random = seededRandom('kill')
    make(rollup, 'posted', 0, 299, 100)
    for (let round = 0; round < 12; round++) {
      const sync = setup.start()
      await runtime.advance(random.integer(1, 20_000))
      if (round === 4) make(rollup, 'claimed', 0, 149, 140)
      if (round === 6) rollup.finalized = 145
      if (round === 8) for (const batch of rollup.batches.slice(10, 15)) delete batch.claimed
      await sync.close()
    }
    const cursor = setup.sink.checkpoint('base')!.settlementCursor!
    expect(cursor.length).toBeLessThan(400)
    const sync = setup.start()
    await runtime.advance(1_300_000)
    expectRight(setup)
    const asked = rollup.asked.length
    await sync.close()
    // A run that finds all as it was asks a few questions, and writes nothing anew.
    const again = setup.start()
    await runtime.advance(10_000)
    expect(rollup.asked.length - asked).toBeLessThan(15)
    await again.close()
  })

  it('takes the settlement of replaced blocks back with them', async () => {
    const setup = setUp({ blocks: 60, finalized: 20 })
    const { runtime, chain, rollup, sink } = setup
    make(rollup, 'posted', 0, 59, 100)
    const sync = setup.start()
    await runtime.advance(30_000)
    expectRight(setup)
    for (const batch of rollup.batches.slice(4)) delete batch.posted
    chain.dropAbove(39)
    chain.mine(25, 'fork')
    await runtime.advance(20_000)
    expectRight(setup)
    expect(sink.checkpoint('base')!.settlementCursor).not.toMatch(/59/)
    await sync.close()
  })

  it('asks for the settlement of all it stored before it ends', async () => {
    const { runtime, chain, rollup, sink } = setUp()
    make(rollup, 'posted', 0, 299, 100)
    const source = fakeSource(chain, { runtime })
    source.getSettlement = (block, callOptions) => rollup.getSettlement(block, callOptions)
    const sync = createSync({ sources: [{ source, from: 5, to: 44 }], sink, runtime })
    await runtime.runUntil(sync.run())
    expect(sink.settlements('base')).toHaveLength(40)
    expect(rollup.asked).toEqual([5, 10, 20, 30, 40])
    await sync.close()
    const quiet = createSync({ sources: [{ source, from: 5, to: 54, settlement: false }], sink, runtime })
    await runtime.runUntil(quiet.run())
    expect(rollup.asked).toHaveLength(5)
    await quiet.close()
  })

  it('streams to a store that cannot be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'defimon-settlement-'))
    const { chain, rollup } = setUp({ blocks: 60, finalized: 50 })
    make(rollup, 'posted', 0, 39, 100)
    const runtime = systemRuntime()
    const source = fakeSource(chain, { runtime, latencyMs: 0 })
    source.getSettlement = (block) => rollup.getSettlement(block)
    const sync = createSync({ sources: [{ source, from: 0, to: 59 }], sink: jsonlSink({ folder }), runtime })
    await sync.run()
    await sync.close()
    const lines = (await readFile(join(folder, 'base.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; settlement: { holdsFor: object } })
    expect(lines.filter(({ type }) => type === 'settlement').map(({ settlement }) => settlement.holdsFor)).toEqual([
      { from: 0, to: 9 },
      { from: 10, to: 19 },
      { from: 20, to: 29 },
      { from: 30, to: 39 },
    ])
    await rm(folder, { recursive: true })
  })
})

describe('anchors in sync', () => {
  it('go into the checkpoint once the parent block that holds them is final, and mark the block', async () => {
    const { runtime, rollup, sink, chain, start } = setUp()
    make(rollup, 'posted', 0, 299, 100)
    make(rollup, 'settled', 0, 99, 150)
    rollup.anchors = true
    rollup.finalized = 154
    const sync = start()
    await runtime.advance(30_000)
    expect(sink.checkpoint('base')!.anchoredUpTo).toEqual({ number: 49, hash: chain.at(49)!.hash })
    expect(sink.block('base', 49)!.verification.anchoredBy).toMatchObject({ parent: { kind: 'settlement', number: 154 } })
    expect(sink.block('base', 48)!.verification.anchoredBy).toBe('none')
    expect(sink.block('base', 59)!.verification.anchoredBy).toBe('none')
    await sync.close()
  })

  it('are not made by a claim, which anybody may make who pays for it', async () => {
    const { runtime, rollup, sink, events, start } = setUp()
    make(rollup, 'posted', 0, 299, 100)
    make(rollup, 'claimed', 0, 99, 150)
    rollup.anchors = true
    rollup.finalized = 200
    rollup.held.set(59, '0xanother')
    const sync = start()
    await runtime.advance(60_000)
    expect(sink.checkpoint('base')!.anchoredUpTo).toBeUndefined()
    expect(sink.block('base', 49)!.verification.anchoredBy).toBe('none')
    expect(events.some(({ type }) => type === 'stopped')).toBe(false)
    await sync.close()
  })

  it('stop the network where the parent holds another block than the one that is stored', async () => {
    const { runtime, rollup, sink, events, start } = setUp()
    make(rollup, 'posted', 0, 299, 100)
    make(rollup, 'settled', 0, 99, 150)
    rollup.anchors = true
    rollup.finalized = 200
    rollup.held.set(59, '0xanother')
    const sync = start()
    await runtime.advance(60_000)
    const stopped = events.find(({ type }) => type === 'stopped')
    expect(stopped).toMatchObject({ reason: 'contradiction', error: { code: 'CONTRADICTION', anchored: '0xanother' } })
    expect(sync.health()[0]!.state).toBe('stopped')
    expect(sink.checkpoint('base')!.anchoredUpTo?.number).toBe(49)
    await sync.close()
  })

  it('stop it where the reader finds the contradiction, and not for one that does not come again', async () => {
    for (const times of [1, 100]) {
      const { runtime, rollup, events, start, chain } = setUp()
      make(rollup, 'posted', 0, 299, 100)
      let left = times
      rollup.fault = (number) => {
        if (number === 30 && left-- > 0)
          throw new ContradictionError(chain.at(39)!, '0xanchored', '0xforged', { network: 'base' })
      }
      const sync = start()
      await runtime.advance(60_000)
      expect(events.filter(({ type }) => type === 'stopped')).toHaveLength(times === 1 ? 0 : 1)
      await sync.close()
    }
  })
})
