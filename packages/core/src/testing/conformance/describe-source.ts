import { virtualRuntime } from '../runtime/virtual-runtime.ts'
import { SOURCE_BLOCK_CASES } from './source-blocks.ts'
import { SOURCE_CLOSING_CASES } from './source-closing.ts'
import { type ConformanceSetup, type SourceContext, type SourceFixture, withSource } from './source-context.ts'
import { faultCase, SOURCE_FAILURE_CASES } from './source-faults.ts'
import { SOURCE_GAP_CASES } from './source-gaps.ts'
import { SOURCE_RANGE_CASES } from './source-ranges.ts'
import { headFaultCase, SOURCE_WATCH_CASES } from './source-watching.ts'
import { assertKnownNames, type ConformanceCase, type LeftOut, type TestFramework } from './test-framework.ts'

/** What `describeSource` takes. */
export interface SourceConformance extends TestFramework {
  /** What is tested, for the report. */
  readonly name: string
  /**
   * A simulated network and how sources of it are made. Called once for each case:
   * `(setup) => { const simulated = simulateNetwork({ stack: 'evm', ...setup }); return { simulated, source: (options) => evmSource(simulated.network, options) } }`
   */
  readonly create: (setup: ConformanceSetup) => SourceFixture
  /** Names of the faults to try. Default: all of the network's catalogue. Fewer for the next network of a stack that tried them all. */
  readonly faults?: readonly string[]
  /** Cases that do not apply, by name, with the reason. */
  readonly leaveOut?: LeftOut
  /** Default 1. */
  readonly seed?: number | string
}

/**
 * The cases that every source passes: single blocks, ranges, gaps (of stacks that have them), watching, failures, each fault of the network's catalogue that can be seen,
 * and closing. Needs no real time, no network and no test framework beyond the two functions that it is given. After each case no timer
 * may be left.
 */
export function describeSource({ describe, it, name, create, leaveOut = {}, seed = 1, faults: wanted }: SourceConformance): void {
  // Asks nothing: what a source can check and what its endpoints can do wrong is known before any of them is asked.
  const runtime = virtualRuntime()
  const { simulated, source } = create({ runtime, blocks: 1 })
  const unused = source({ runtime })
  const { checks } = unused
  void unused.close()
  for (const fault of wanted ?? []) {
    if (!(fault in simulated.catalogue)) throw new RangeError(`no fault named ${fault} in the catalogue`)
  }
  const faults = Object.entries(simulated.catalogue).filter(([fault]) => wanted === undefined || wanted.includes(fault))
  const groups: Readonly<Record<string, readonly ConformanceCase<SourceContext>[]>> = {
    blocks: SOURCE_BLOCK_CASES,
    ranges: SOURCE_RANGE_CASES,
    gaps: simulated.model.nextNumber ? SOURCE_GAP_CASES : [],
    watching: SOURCE_WATCH_CASES,
    failures: SOURCE_FAILURE_CASES,
    'faulty endpoints': faults.flatMap(([fault, definition]) => faultCase(fault, definition, checks) ?? []),
    'faulty heads': faults
      .filter(([, { about }]) => about === 'head')
      .map(([fault, definition]) => headFaultCase(fault, definition)),
    closing: SOURCE_CLOSING_CASES,
  }
  assertKnownNames(
    leaveOut,
    Object.values(groups).flatMap((cases) => cases.map((each) => each.name)),
  )
  describe(name, () => {
    for (const [group, cases] of Object.entries(groups)) {
      // A group without cases is an error to some frameworks.
      if (cases.length === 0) continue
      describe(group, () => {
        for (const each of cases) {
          const reason = leaveOut[each.name]
          if (reason) it(`${each.name} (left out: ${reason})`, async () => {})
          else {
            const setup = { seed: `${seed}/${each.name}`, ...(each.blocks !== undefined && { blocks: each.blocks }) }
            it(each.name, () => withSource(create, setup, (context) => each.run(context)))
          }
        }
      })
    }
  })
}
