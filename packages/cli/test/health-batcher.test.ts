import type { L2Network } from '@defimon/core'
import { type PlannedTransaction, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { createSync, findingTimes, type HealthFinding } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { zksyncSource } from '@defimon/zk/zksync'
import { expect, it } from 'vitest'
import { zksyncRollup } from '../../../test/settlement/rollups.ts'

const START_MS = 1_750_000_000_000
const BLOCK_MS = 12_000
const PARENT_BLOCKS = 40
const L2_BLOCKS = 60
/** A commit in every fifteenth block of the parent. */
const EVERY = 15
const POSTING_MS = EVERY * BLOCK_MS
/** Of these blocks of the parent there is none in which batches are committed. */
const SILENCE = { from: 91, to: 200 }
const MOST_BLOCKS = 400

/** Which batches are committed in which block of the parent: all that are sealed by then. */
function drawCommits(sealed: (number: number) => number): ReadonlyMap<number, readonly [from: number, to: number]> {
  const commits = new Map<number, readonly [number, number]>()
  let committed = 0
  for (let number = EVERY; number < MOST_BLOCKS; number += EVERY) {
    const isSilent = number >= SILENCE.from && number <= SILENCE.to
    if (isSilent || sealed(number) <= committed) continue
    commits.set(number, [committed + 1, sealed(number)])
    committed = sealed(number)
  }
  return commits
}

it('is called silent by what the reader of the stack finds on a simulated parent chain', async () => {
  const runtime = virtualRuntime({ seed: 'batcher', startMs: START_MS })
  const l2 = simulateNetwork({
    ...{ stack: 'zksync', seed: 'batcher/l2', runtime, startBlock: 0, blocks: L2_BLOCKS, blockTimeMs: BLOCK_MS },
    ...{ transactionsPerBlock: 0, network: { blockTimeMs: BLOCK_MS }, endpoints: [{}, {}] },
  })
  const parentStartMs = START_MS - (PARENT_BLOCKS - 1) * BLOCK_MS
  const sealed = (number: number): number => {
    const blocks = (parentStartMs + (number - 3) * BLOCK_MS - l2.chain.first.timestampMs) / BLOCK_MS
    return Math.floor(blocks / zksyncRollup.IN_BATCH) - 1
  }
  const commits = drawCommits(sealed)
  const planned = ({ number }: { readonly number: number }): PlannedTransaction[] => {
    const batches = commits.get(number)
    return batches ? [zksyncRollup.commit(l2, number, batches, 'calldata').transaction()] : []
  }
  const parent = simulateNetwork({
    ...{
      stack: 'evm',
      network: { id: 'ethereum', evmChainId: 1, blockTimeMs: BLOCK_MS },
      seed: 'batcher/parent',
      runtime,
      planned,
    },
    ...{ startBlock: 0, blocks: PARENT_BLOCKS, blockTimeMs: BLOCK_MS, startMs: parentStartMs, safeDepth: 4, finalizedDepth: 8 },
    ...{ transactionsPerBlock: 0, endpoints: [{}, {}] },
  })
  runtime.connect(l2, parent)
  const parentSource = evmSource(parent.network, { runtime })
  const contracts = { diamondProxy: [{ address: zksyncRollup.PROXY, chain: 'ethereum' }] }
  const network = { ...l2.network, category: 'zk_rollup', contracts, parent: 'ethereum' } as L2Network<'zksync'>
  const source = zksyncSource(network, { runtime, parent: parentSource })
  const first = await runtime.runUntil(source.getBlock(8), { outsideMs: 60_000 })
  await runtime.runUntil(source.getSettlement(first), { outsideMs: 60_000 })

  const sync = createSync({ sources: [{ source, from: 8 }, parentSource], sink: memorySink(), runtime })
  const told: { readonly parentNumber: number; readonly findings: readonly HealthFinding[] }[] = []
  sync.onHealth(({ network: id, findings }) => {
    if (id === network.id) told.push({ parentNumber: parent.chain.head.number, findings })
  })
  const running = sync.run()
  await runtime.advance((SILENCE.to + 3 * EVERY - PARENT_BLOCKS) * BLOCK_MS)
  await runtime.runUntil(sync.close())
  await running

  const times = findingTimes(BLOCK_MS, POSTING_MS)['silent-batcher']
  const found = told.filter(({ findings }, index) => findings.length > 0 || (told[index - 1]?.findings.length ?? 0) > 0)
  expect(found.map(({ findings }) => findings.map(({ name }) => name))).toEqual([['silent-batcher'], []])
  const [came, gone] = found
  expect(came?.findings[0]?.because).toMatch(/while its parent chain went on from \d+ to \d+/)
  expect((came!.parentNumber - SILENCE.from) * BLOCK_MS).toBeGreaterThan(4 * POSTING_MS - EVERY * BLOCK_MS)
  expect((came!.parentNumber - SILENCE.from) * BLOCK_MS).toBeLessThan(times.withinMs)
  const spoke = [...commits.keys()].find((number) => number > SILENCE.to)!
  expect(gone!.parentNumber).toBeGreaterThanOrEqual(spoke)
  expect((gone!.parentNumber - spoke) * BLOCK_MS).toBeLessThan(times.goneWithinMs)
})
