import type { Sink } from '@defimon/core'
import { virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { createFakeChain, type FakeChain } from '../fake-chain.ts'
import { fakeSource } from '../fake-source.ts'

/** What a child process does. */
export interface Scenario {
  readonly sink: 'sqlite' | 'jsonl' | 'jsonl-rotated' | 'postgres' | 'kafka' | 'kafka-transactional'
  /** A store of its own: a folder, a schema, a prefix of topics. */
  readonly store: string
  /** Which branch the endpoint is on at first; it goes over to the final one after `switchAfter` questions. */
  readonly branch: string
  readonly switchAfter: number
  /** Which steps count: all, or only those that begin and end transactions. */
  readonly steps: 'all' | 'transactions'
  /** The process kills itself at this step of the store; 0: never. */
  readonly killAt: number
}

export const LAST_BLOCK = 99
export const FORK_AT = 80
const FINALIZED = 50

/** The chain as it is in the end, or as a branch shows it meanwhile. */
export function scenarioChain(branch: string): FakeChain {
  const chain = createFakeChain('base', { shape: { transactions: 3, logsPerTransaction: 4 } })
  chain.mine(FORK_AT)
  chain.mine(LAST_BLOCK + 1 - FORK_AT, branch)
  chain.finalized = FINALIZED
  return chain
}

/** Syncs blocks 0 to the last one into the store, with reorgs on the way. */
export async function runScenario({ branch, switchAfter }: Scenario, sink: Sink): Promise<void> {
  const runtime = virtualRuntime()
  const chain = scenarioChain(branch)
  const source = fakeSource(chain, { runtime })
  source.fault = () => {
    if (source.asked.length !== switchAfter) return
    chain.dropAbove(FORK_AT - 1)
    chain.mine(LAST_BLOCK + 1 - FORK_AT + 4, 'final')
  }
  const sync = createSync({ sources: [{ source, from: 0, to: LAST_BLOCK }], sink, runtime })
  // Virtual time runs on while a store is written, and a server may take its time.
  await runtime.runUntil(sync.run(), { maxMs: Number.MAX_SAFE_INTEGER, outsideMs: 60_000 })
  if (sync.health()[0]!.state === 'stopped') throw new Error(sync.health()[0]!.because)
  await sync.close()
}
