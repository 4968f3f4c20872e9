import { type SimulatedNetwork, type SimulatedStack, simulateNetwork, staleHead } from '@defimon/core/testing'
import { type FindingName, findingTimes } from '@defimon/sync'
import { describe, expect, it } from 'vitest'
import { frozenAt, openScene, simulateBatcher } from './health-scene.ts'

/** Fewer blocks than the real networks make, so that hours are cheap. */
const NETWORKS: readonly { readonly stack: SimulatedStack; readonly blockTimeMs: number }[] = [
  { stack: 'op-stack', blockTimeMs: 8_000 },
  { stack: 'zksync', blockTimeMs: 10_000 },
  { stack: 'solana', blockTimeMs: 8_000 },
]
const POSTING_MS = 180_000
/** What is looked at while the trouble lasts, and after it. */
const DURING_MS = 180_000
const AFTER_MS = 120_000

/** Trouble with one endpoint: its name, what the endpoint does, and which one it is; the first is the one that is asked first. */
const TROUBLES: readonly (readonly [FindingName, string, number])[] = [
  ['stale-endpoint', 'freeze', 0],
  ['dead-endpoint', 'connection-refused', 0],
  ['lying-endpoint', 'block', 0],
  ['quota-exhausted', 'quota-exhausted', 0],
]
/** What is noticed without knowing the stack is tried on one. */
const MORE_TROUBLES: typeof TROUBLES = [
  ['stale-endpoint', 'freeze', 2],
  ['dead-endpoint', 'hang', 2],
  ['lying-endpoint', 'absurd-head', 0],
  ['lying-endpoint', 'wrong-network', 0],
  ['quota-exhausted', 'rate-limited', 0],
]
/** A block that is not what it says it is, as it is noticed on each stack. */
const LIES: Partial<Record<SimulatedStack, string>> = { solana: 'later-block' }

describe.each(NETWORKS)('the health of $stack', ({ stack, blockTimeMs }) => {
  const times = findingTimes(blockTimeMs, POSTING_MS)

  it('calls a halted sequencer by its name, and nothing else', async () => {
    const scene = await openScene({ stack, blockTimeMs })
    const head = scene.simulated.chain.head.number
    scene.simulated.chain.halt()
    await scene.until('halted-sequencer', 'there', times['halted-sequencer'].withinMs)
    const [finding] = scene.now().findings
    expect(scene.now().state).toBe('stalled')
    expect(finding?.because).toMatch(new RegExp(`no new block for \\d+ s: 3 of 3 endpoints answer, .* above ${head}`))
    await scene.runtime.advance(DURING_MS)
    expect(scene.now().findings.map(({ name }) => name)).toEqual(['halted-sequencer'])
    scene.simulated.chain.resume()
    await scene.until('halted-sequencer', 'gone', times['halted-sequencer'].goneWithinMs)
    await scene.runtime.advance(AFTER_MS)
    expect(scene.seen()).toEqual(['halted-sequencer'])
    await scene.close()
  })

  it.each(stack === 'zksync' ? [...TROUBLES, ...MORE_TROUBLES] : TROUBLES)(
    'calls a %s by its name, and nothing else (%s, endpoint %i)',
    async (name, fault, index) => {
      const scene = await openScene({ stack, blockTimeMs })
      const { chain, endpoints } = scene.simulated
      const lie = fault === 'block' ? (LIES[stack] ?? 'wrong-block') : fault
      endpoints[index]!.setFaults([fault === 'freeze' ? frozenAt(chain.head.number) : lie])
      await scene.until(name, 'there', times[name].withinMs)
      const [finding] = scene.now().findings
      expect(finding?.because).toContain(endpoints[index]!.host)
      await scene.runtime.advance(DURING_MS)
      expect(scene.now().findings.map((each) => each.name)).toEqual([name])
      // The others go on meanwhile.
      expect(scene.now().state).toBe('live')
      endpoints[index]!.setFaults([])
      await scene.until(name, 'gone', times[name].goneWithinMs)
      await scene.runtime.advance(AFTER_MS)
      expect(scene.seen()).toEqual([`${name} node-${index}`])
      await scene.close()
    },
  )

  it('finds nothing in an hour of ordinary faults', async () => {
    const scene = await openScene({
      ...{ stack, blockTimeMs: 3 * blockTimeMs, reorgs: { probability: 0.05, maxDepth: 3 } },
      endpoints: [
        { latencyMs: [20, 400], faults: [{ fault: 'internal-server-error', probability: 0.02 }] },
        { latencyMs: [60, 900], faults: [{ fault: 'connection-reset', probability: 0.03 }] },
        { latencyMs: [30, 300], faults: [{ fault: staleHead(2) }, { fault: 'rate-limited', times: 3 }] },
      ],
    })
    for (let minute = 0; minute < 60; minute += 1) await scene.runtime.advance(60_000)
    expect(scene.seen()).toEqual([])
    expect(scene.now().state).toBe('live')
    await scene.close()
  })
})

describe.each([
  { stack: 'op-stack', blockTimeMs: 16_000, how: 'by the times of its last postings', says: { time: true } },
  { stack: 'zksync', blockTimeMs: 16_000, how: 'by when its last postings were seen', says: {} },
  { stack: 'solana', blockTimeMs: 15_000, how: 'by what the reader expected', says: { next: true } },
] as const)('the batcher of $stack', ({ stack, blockTimeMs, how, says }) => {
  const times = findingTimes(blockTimeMs, POSTING_MS)

  it(`is called silent, and nothing else, when blocks and parent chain go on without it: ${how}`, async () => {
    const batcher = simulateBatcher({ everyMs: POSTING_MS, says })
    const scene = await openScene({ stack, blockTimeMs, wrap: batcher.wrap })
    // It takes a few postings to know what is usual, where nobody says.
    if (!('next' in says)) await scene.runtime.advance(4 * POSTING_MS)
    batcher.isSilent = true
    await scene.until('silent-batcher', 'there', times['silent-batcher'].withinMs)
    const [finding] = scene.now().findings
    expect(finding?.because).toMatch(/nothing was posted for \d+ min, while its parent chain went on from \d+ to \d+/)
    await scene.runtime.advance(DURING_MS)
    batcher.isSilent = false
    await scene.until('silent-batcher', 'gone', times['silent-batcher'].goneWithinMs)
    await scene.runtime.advance(AFTER_MS)
    expect(scene.seen()).toEqual(['silent-batcher'])
    await scene.close()
  })
})

describe('what looks alike', () => {
  const blockTimeMs = 6_000
  const halted = findingTimes(blockTimeMs)['halted-sequencer']

  it('is not named: a parent chain that stands still hides what a batcher does', async () => {
    const batcher = simulateBatcher({ everyMs: POSTING_MS, says: { time: true } })
    const scene = await openScene({ stack: 'op-stack', blockTimeMs: 12_000, wrap: batcher.wrap })
    await scene.runtime.advance(4 * POSTING_MS)
    batcher.isSilent = true
    await scene.runtime.advance(60_000)
    batcher.isParentHalted = true
    await scene.runtime.advance(2 * findingTimes(12_000, POSTING_MS)['silent-batcher'].withinMs)
    expect(scene.seen()).toEqual([])
    await scene.close()
  })

  it('is not named: with one endpoint, a node that stands still and a chain that does', async () => {
    const scene = await openScene({ stack: 'op-stack', blockTimeMs, endpoints: [{}] })
    scene.simulated.chain.halt()
    await scene.runtime.advance(2 * halted.withinMs)
    expect(scene.now()).toMatchObject({ state: 'stalled', findings: [] })
    await scene.close()
  })

  it('is told apart: no endpoint answers, so nobody says that the chain halted', async () => {
    const scene = await openScene({ stack: 'op-stack', blockTimeMs })
    for (const endpoint of scene.simulated.endpoints) endpoint.setFaults(['connection-refused'])
    await scene.runtime.advance(2 * halted.withinMs)
    expect(scene.now().state).toBe('unreachable')
    expect(scene.seen()).toEqual(['dead-endpoint node-0', 'dead-endpoint node-1', 'dead-endpoint node-2'])
    await scene.close()
  })

  it('is told apart: one endpoint stands still before the chain does, and another one is dead', async () => {
    const scene = await openScene({ stack: 'op-stack', blockTimeMs, endpoints: [{}, {}, {}, {}] })
    const { chain, endpoints } = scene.simulated
    endpoints[0]!.setFaults([frozenAt(chain.head.number)])
    endpoints[1]!.setFaults(['internal-server-error'])
    await scene.runtime.advance(600_000)
    expect(scene.seen()).toEqual(['dead-endpoint node-1', 'stale-endpoint node-0'])
    chain.halt()
    await scene.until('halted-sequencer', 'there', halted.withinMs)
    expect(
      scene
        .now()
        .findings.map(({ name }) => name)
        .sort(),
    ).toEqual(['dead-endpoint', 'halted-sequencer', 'stale-endpoint'])
    expect(scene.now().findings[0]?.because).toContain('2 of 4 endpoints answer')
    await scene.close()
  })

  it('is not named: a chain that makes blocks when there is something to put in', async () => {
    const realBlockTimeMs = (draw: () => number): number => Math.round(-Math.log(1 - draw()) * 90) * 1_000
    const scene = await openScene({ stack: 'op-stack', blockTimeMs: 2_000, realBlockTimeMs })
    for (let minute = 0; minute < 240; minute += 1) await scene.runtime.advance(60_000)
    expect(scene.seen()).toEqual([])
    scene.simulated.chain.halt()
    await scene.until('halted-sequencer', 'there', 20 * 90_000 + halted.withinMs)
    await scene.close()
  })

  it('names the parent chain that goes on, and nothing where that stands still too', async () => {
    let above: SimulatedNetwork | undefined
    const scene = await openScene({
      ...{ stack: 'op-stack', blockTimeMs },
      parent: {
        simulate(runtime) {
          above = simulateNetwork({
            ...{ stack: 'evm', seed: 'parent', runtime, blocks: 40, blockTimeMs: 12_000, transactionsPerBlock: 0 },
            ...{ network: { id: 'the_parent', blockTimeMs: 12_000 }, endpoints: [{}, {}] },
          }) as SimulatedNetwork
          return above
        },
      },
    })
    scene.simulated.chain.halt()
    await scene.until('halted-sequencer', 'there', halted.withinMs)
    expect(scene.now().findings[0]?.because).toMatch(/while the_parent has come to \d+$/)
    above!.chain.halt()
    await scene.runtime.advance(600_000)
    expect(scene.now()).toMatchObject({ state: 'stalled', findings: [] })
    await scene.close()
  })
})

describe('onHealth', () => {
  it('tells of every change once, until it is stopped, whatever its listeners do', async () => {
    const scene = await openScene({ stack: 'op-stack', blockTimeMs: 6_000 })
    const told: string[] = []
    const fail = (): never => {
      throw new Error('a listener that fails')
    }
    const stops = [
      scene.sync.onHealth(fail),
      scene.sync.onHealth(({ findings }) => told.push(findings.map(({ name }) => name).join())),
    ]
    const events: string[] = []
    void (async () => {
      for await (const event of scene.sync.events()) {
        if (event.type === 'health') events.push(event.health.findings.map(({ name }) => name).join())
      }
    })()
    const [endpoint] = scene.simulated.endpoints
    endpoint!.setFaults(['quota-exhausted'])
    await scene.until('quota-exhausted', 'there', 60_000)
    endpoint!.setFaults([])
    await scene.until('quota-exhausted', 'gone', 900_000)
    expect(told).toEqual(['quota-exhausted', ''])
    expect(events).toEqual(told)
    for (const stop of stops) stop()
    scene.simulated.chain.halt()
    await scene.runtime.advance(300_000)
    expect(told.length).toBe(2)
    await scene.close()
  })
})
