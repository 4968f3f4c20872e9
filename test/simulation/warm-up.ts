import type { L2Network } from '@defimon/core'
import { type SimulatedStackOptions, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { sourceFor } from 'defimon'
import { STACKS } from './scenario.ts'

let warming: Promise<void> | undefined

/**
 * Loads what adapters load when first needed. Loading takes real time, which virtual time cannot see: a seed would run otherwise the
 * first time than later in the same process.
 */
export function warmUp(): Promise<void> {
  warming ??= load()
  return warming
}

async function load(): Promise<void> {
  for (const [stack] of STACKS) {
    const runtime = virtualRuntime({ seed: stack })
    const simulated = simulateNetwork({ stack, runtime, blocks: 40, mining: 'manual' } as SimulatedStackOptions<'evm'>)
    runtime.connect(simulated)
    const source = await sourceFor(simulated.network as L2Network, { runtime })
    const block = await runtime.runUntil(source.getBlock(simulated.chain.first.number))
    // A rollup without its parent says that it needs one, and has loaded what says so.
    await runtime.runUntil(source.getSettlement(block)).catch(() => undefined)
    await runtime.runUntil(source.close())
  }
}
