import {
  type Batch,
  evidenceOf,
  isStepBack,
  type Reliance,
  relianceOf,
  type SettlementState,
  type Sink,
  type StoredSettlement,
} from '@defimon/core'
import { type SeededRandom, seededRandom, virtualRuntime } from '@defimon/core/testing'
import { createSync, type SyncEvent } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { describe, expect, it } from 'vitest'
import { createFakeChain } from './fake-chain.ts'
import { createFakeRollup, cutBatches, type FakeRollup } from './fake-rollup.ts'
import { fakeSource } from './fake-source.ts'

const SEEDS = 40
/** 21: a batch taken back and made again in one write. 58: answers that were lost with a reorg. 110: a stretch that failed once, and never again was asked for. */
const FOUND = [58, 110]
const STEPS = ['posted', 'claimed', 'settled'] as const

/** What the parent does next: a step for the next batches, finality, a reorg of its newest blocks, a revert of the newest batches. */
function actOnParent(rollup: FakeRollup, random: SeededRandom): void {
  const { batches } = rollup
  const drop = (from: number): void => {
    for (const batch of batches) for (const step of STEPS) if ((batch[step] ?? -1) >= from) delete batch[step]
  }
  const action = random.integer(0, 9)
  if (action < 6) {
    // Steps go in order, and each only after the one before.
    const step = STEPS[random.integer(0, 2)]!
    const before = STEPS[STEPS.indexOf(step) - 1]
    const next = batches.findIndex((batch) => batch[step] === undefined)
    for (
      let index = Math.max(0, next), left = random.integer(1, 8);
      next >= 0 && left > 0 && index < batches.length;
      index += 1, left -= 1
    ) {
      if (before && batches[index]![before] === undefined) break
      rollup.head += 1
      batches[index]![step] = rollup.head
    }
  } else if (action < 8) {
    rollup.head += random.integer(0, 5)
    rollup.finalized = Math.max(rollup.finalized, rollup.head - random.integer(0, 12))
  } else if (action < 9) {
    const from = Math.max(rollup.finalized + 1, rollup.head - random.integer(0, 6))
    drop(from)
    rollup.forks.push({ from, name: `/${random.hex(2)}` })
    rollup.head = Math.max(rollup.head, from) + 1
  } else {
    // A contract takes batches back that are not settled, final or not, the newest first.
    const first = batches.findIndex((batch) => batch.settled === undefined)
    const last = batches.findLastIndex((batch) => batch.posted !== undefined)
    if (first < 0 || last < first) return
    for (const batch of batches.slice(random.integer(first, last))) for (const step of STEPS) delete batch[step]
    rollup.head += 1
  }
}

/** A sink that fails the test where a promise of a block is broken by anything but a revert or the removal of the block. */
function watched(sink: Sink, broken: string[]): Sink {
  const known = new Map<number, Reliance>()
  const apply = (settlement: StoredSettlement, isRevert: boolean): void => {
    const { from, to } = settlement.holdsFor ?? { from: settlement.block.number, to: settlement.block.number }
    for (let number = from; number <= to; number++) {
      const before = known.get(number)
      if (before && !isRevert && isStepBack(before, settlement))
        broken.push(`${number}: ${before.stage} to ${settlement.state.stage}`)
      known.set(number, relianceOf(settlement))
    }
  }
  return {
    ...sink,
    async write(batch: Batch) {
      await sink.write(batch)
      const { rollbackTo } = batch
      if (rollbackTo) for (const number of known.keys()) if (number > rollbackTo.number) known.delete(number)
      for (const settlement of batch.settlements) apply(settlement, false)
      for (const settlement of batch.reverted) apply(settlement, true)
    },
  }
}

function shown(state: SettlementState): string {
  const pieces = evidenceOf(state).map(({ step, evidence: { hash, transactionHash, parentStatus } }) =>
    [step, hash, transactionHash, parentStatus].join(' '),
  )
  return [state.stage, ...pieces].join(', ')
}

async function run(seed: number): Promise<void> {
  const random = seededRandom(`settlement ${seed}`)
  const runtime = virtualRuntime({ seed })
  const chain = createFakeChain('base')
  chain.mine(random.integer(20, 200))
  chain.finalized = random.integer(0, chain.head!.number - 10)
  const rollup = createFakeRollup(chain)
  rollup.head = 10
  rollup.saysAsOf = random.integer(0, 1) === 1
  rollup.batches.push(...cutBatches(0, 600, random.integer(1, 25)))
  const memory = memorySink()
  const broken: string[] = []
  const sink = watched(memory, broken)
  const events: SyncEvent[] = []
  const start = () => {
    const source = fakeSource(chain, { runtime })
    source.getSettlement = (block, options) => rollup.getSettlement(block, options)
    const sync = createSync({ sources: [{ source, from: 0 }], sink, runtime })
    void (async () => {
      for await (const event of sync.events()) events.push(event)
    })()
    void sync.run()
    return sync
  }
  let sync = start()
  for (let step = 0; step < 30; step++) {
    actOnParent(rollup, random)
    const event = random.integer(0, 9)
    if (event === 0) {
      await sync.close()
      sync = start()
    } else if (event === 1) {
      chain.dropAbove(Math.max(chain.finalized ?? 0, chain.head!.number - random.integer(1, 5)))
      chain.mine(random.integer(1, 6), `fork ${step}`)
    } else if (event < 5) chain.mine(random.integer(1, 12))
    await runtime.advance(random.integer(100, 120_000))
  }
  // Long enough for everything to be asked after again; nothing happens any more.
  await runtime.advance(20_000_000)
  await sync.close()
  expect(broken, `seed ${seed}`).toEqual([])
  const stored = new Map(memory.settlements('base').map((settlement) => [settlement.block.number, settlement.state]))
  const wrong = chain.blocks().flatMap(({ number }) => {
    const [found, expected] = [stored.get(number) ?? ({ stage: 'sequenced' } as const), rollup.expected(number)].map(shown)
    return found === expected ? [] : [`${number} is ${found}, not ${expected}`]
  })
  expect(wrong.slice(0, 1), `seed ${seed}: ${wrong.length} blocks`).toEqual([])
}

describe('random parents, reorgs, reverts and restarts', () => {
  it('leave every block with what is true of it, and never take a promise back without saying so', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) await run(seed)
    for (const seed of FOUND) await run(seed)
  })
})
