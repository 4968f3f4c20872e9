import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { type ConformanceSetup, describeSource, type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { describe, expect, it } from 'vitest'

const sourceOf = (simulated: SimulatedNetwork<'evm'>, options: SourceOptions): BlockSource =>
  evmSource(simulated.network, options)

describeSource({
  describe,
  it,
  name: 'evmSource passes the conformance kit',
  create: (setup) => {
    const simulated = simulateNetwork({ stack: 'evm', ...setup })
    return { simulated, source: (options) => sourceOf(simulated, options) }
  },
})

/** Runs the kit on a source and gives the names of the cases that fail. */
async function failingCases(
  change: (source: BlockSource, options: SourceOptions) => BlockSource,
  only: RegExp,
): Promise<string[]> {
  const cases: [string, () => Promise<void>][] = []
  describeSource({
    describe: (_name, body) => body(),
    it: (name, body) => cases.push([name, body]),
    name: 'a source with a defect',
    create: (setup: ConformanceSetup) => {
      const simulated = simulateNetwork({ stack: 'evm', ...setup })
      return { simulated, source: (options) => change(sourceOf(simulated, options), options) }
    },
  })
  const failing: string[] = []
  for (const [name, body] of cases.filter(([each]) => only.test(each))) await body().catch(() => failing.push(name))
  return failing
}

describe('the conformance kit', () => {
  it('catches a source that checks nothing', async () => {
    const failing = await failingCases(
      (source, options) => evmSource(source.network as L2Network<'evm'>, { ...options, verify: false }) as BlockSource,
      /^rejects at (state-root|log-omitted|transaction-omitted|log-data|receipt-status)/,
    )
    expect(failing.length).toBe(5)
  })

  it('catches a source that reverses ranges', async () => {
    const failing = await failingCases(
      (source) => ({
        ...source,
        getBlocks: async function* (range, options) {
          const all = []
          for await (const block of source.getBlocks(range, options)) all.push(block)
          yield* all.reverse()
        },
      }),
      /^(gives a range in order|gives a range of one block)/,
    )
    expect(failing).toEqual(['gives a range in order, complete and linked'])
  })

  it('catches a source that leaves a timer', async () => {
    const failing = await failingCases((source, { runtime }) => {
      void runtime!.sleep(1e9)
      return source
    }, /^closes a source that was never used/)
    expect(failing).toEqual(['closes a source that was never used'])
  })

  it('refuses to leave out what does not exist', () => {
    const create = (setup: ConformanceSetup) => {
      const simulated = simulateNetwork({ stack: 'evm', ...setup })
      return { simulated, source: (options: SourceOptions) => sourceOf(simulated, options) }
    }
    expect(() => describeSource({ describe, it, name: '', create, leaveOut: { 'flies to the moon': 'no rocket' } })).toThrow(
      'no case',
    )
  })
})
