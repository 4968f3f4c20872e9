import { DefimonError, type Sink } from '@defimon/core'
import { seededRandom, virtualRuntime } from '@defimon/core/testing'
import { createSync, type Sync } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFakeChain } from './fake-chain.ts'
import { fakeSource } from './fake-source.ts'
import { applyToChain, type Step } from './reference-chain.ts'

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('mine' as const),
      count: fc.integer({ min: 1, max: 8 }),
      skip: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('fork' as const),
      depth: fc.integer({ min: 1, max: 12 }),
      count: fc.integer({ min: 1, max: 14 }),
    }),
  },
  fc.record({ kind: fc.constant('return' as const), pick: fc.nat(5) }),
  fc.record({ kind: fc.constant('finalize' as const), lag: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ kind: fc.constant('restart' as const) }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 40 }) }) },
)

interface Settings {
  readonly from: number
  readonly forgetsForks: boolean
  readonly noTags: boolean
  /** Share of failing questions and writes, until the end. */
  readonly faults: number
}
const settings: fc.Arbitrary<Settings> = fc.record({
  from: fc.constantFrom(0, 7, 18, 25),
  forgetsForks: fc.boolean(),
  noTags: fc.boolean(),
  faults: fc.constantFrom(0, 0, 0.1, 0.3),
})

function setUp({ from, forgetsForks, noTags, faults }: Settings) {
  const runtime = virtualRuntime()
  const chain = createFakeChain('base')
  chain.mine(20)
  chain.finalized = 5
  const random = seededRandom('faults')
  const disturbance = { share: faults }
  const disturb = (): void => {
    if (random.chance(disturbance.share)) throw new DefimonError('TRANSIENT', 'a fault', { network: 'base' })
  }
  const sink = memorySink()
  const faultySink: Sink = {
    ...sink,
    async write(batch) {
      // Also after the write has landed: then it comes again.
      if (random.chance(0.5)) await sink.write(batch)
      // A sink that fails five times in a row stops its network, which is another test.
      if (random.chance(disturbance.share / 4)) throw new Error('a sink fault')
      await sink.write(batch)
    },
  }
  const start = (): Sync => {
    const source = fakeSource(chain, { runtime, forgetsForks, noTags })
    source.fault = disturb
    // Without a tag, the cap stands for finality, and steps never fork deeper than it.
    const sync = createSync({ sources: [{ source, from, maxReorgDepth: 64 }], sink: faultySink, runtime })
    void sync.run()
    return sync
  }
  return { runtime, chain, sink, start, disturbance }
}

describe('random block trees', () => {
  it('leave the store equal to the chain, whatever forks and restarts there were', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.array(step, { minLength: 1, maxLength: 14 }), async (how, steps) => {
        const { runtime, chain, sink, start, disturbance } = setUp(how)
        const tips: string[] = []
        let sync = start()
        for (const [index, each] of steps.entries()) {
          applyToChain(chain, each, tips, `branch ${index}`)
          if (each.kind === 'wait') await runtime.advance(each.seconds * 1000)
          if (each.kind === 'restart') {
            await sync.close()
            sync = start()
          }
        }
        // Liveness: the chain goes on above all that was ever seen, and the store gets there.
        disturbance.share = 0
        const highest = Math.max(...tips.map((hash) => chain.byHash(hash)!.number), how.from, chain.head!.number)
        chain.mine(highest - chain.head!.number + 2, 'end')
        await runtime.advance(1_800_000)
        expect(sync.health()[0]!.because, 'health').not.toMatch(/refused|forked|contradict/)
        const wanted = chain.blocks().filter(({ number }) => number >= how.from)
        expect(sink.blocks('base').map(({ number, hash }) => `${number} ${hash}`)).toEqual(
          wanted.map(({ number, hash }) => `${number} ${hash}`),
        )
        const { head, done, finalized } = sink.checkpoint('base')!
        expect(head).toEqual({ number: wanted.at(-1)!.number, hash: wanted.at(-1)!.hash })
        expect(done).toEqual([{ from: how.from, to: wanted.at(-1)!.number }])
        if (finalized) expect(chain.at(finalized.number)!.hash).toBe(finalized.hash)
        await sync.close()
        expect(runtime.pendingTimers).toBe(0)
      }),
      { numRuns: 400, seed: 7 },
    )
  })

  it('that fork below finality stop the network and leave the finalized rows', { timeout: 60_000 }, async () => {
    const deep = fc.record({
      below: fc.integer({ min: 1, max: 5 }),
      grown: fc.integer({ min: 1, max: 30 }),
      restart: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(settings, deep, async (how, { below, grown, restart }) => {
        const { runtime, chain, sink, start } = setUp({ ...how, from: 0, noTags: false, faults: 0 })
        chain.finalized = 12
        let sync = start()
        await runtime.advance(30_000)
        if (restart) await sync.close()
        const rows = sink.blocks('base').filter(({ number }) => number <= 12)
        chain.finalized = undefined
        chain.dropAbove(12 - below)
        chain.mine(grown + 10 + below, 'forged')
        if (restart) sync = start()
        await runtime.advance(600_000)
        expect(sink.blocks('base').filter(({ number }) => number <= 12)).toEqual(rows)
        expect(sync.health()[0]).toMatchObject({ state: 'stopped' })
        await sync.close()
        expect(runtime.pendingTimers).toBe(0)
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})
