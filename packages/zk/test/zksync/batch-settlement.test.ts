import type { Evidence, L2Network } from '@defimon/core'
import { type SimulatedNetwork, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { type BatchSettlement, zksyncBatchSettlement } from '@defimon/zk/zksync'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { evidenceOf, type Happening, simulateParent } from './simulated-parent.ts'
import { commit, execute, PROXY, prove, revert } from './zksync-rollup.ts'

const START_MS = Date.UTC(2025, 5, 1)
const rootOf = (batch: number): string => id(`root ${batch}`)

interface Scene {
  readonly parent: SimulatedNetwork<'evm'>
  read(batch: number): Promise<BatchSettlement>
  evidence(name: string, parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability'>): Promise<Evidence>
}

/** A chain of which nothing is left but its parent. */
async function onParent(
  happeningsOf: (l2: SimulatedNetwork) => readonly Happening[],
  use: (scene: Scene) => Promise<void>,
  network: Partial<L2Network<'zksync'>> = {},
): Promise<void> {
  const runtime = virtualRuntime({ startMs: START_MS + 800_000 })
  const l2 = simulateNetwork({ stack: 'zksync', startBlock: 0, blocks: 2, mining: 'manual', runtime })
  const happenings = happeningsOf(l2)
  const parent = simulateParent(happenings, { runtime, blocks: 61, startMs: START_MS })
  await using source = evmSource(parent.network, { runtime })
  const facts: L2Network<'zksync'> = {
    id: 'gone',
    name: 'Gone',
    stack: 'zksync',
    category: 'zk_rollup',
    parent: 'ethereum',
    status: { state: 'sunset' },
    endpoints: [],
    contracts: { diamondProxy: [{ address: PROXY, chain: 'ethereum' }] },
    ...network,
  }
  const read = zksyncBatchSettlement(facts, { parent: source, runtime })
  await use({
    parent,
    read: (batch) => runtime.runUntil(read(batch)),
    evidence: (name, parts) => evidenceOf(parent, happenings, name, parts),
  })
}

describe('batches of a ZK Stack chain that was shut down, its parent encoded by ethers', () => {
  const story = (l2: SimulatedNetwork): readonly Happening[] => [
    commit(l2, 5, [1, 4], 'calldata', { rootOf }),
    prove(10, [1, 4]),
    commit(l2, 13, [5, 9], 'blobs', { rootOf }),
    execute(l2, 16, [1, 2], { rootOf }),
    execute(l2, 17, [3, 4], { rootOf }),
    prove(18, [5, 7]),
    commit(l2, 20, [10, 14], 'blobs', { name: 'wrong', rootOf: (batch) => id(`wrong ${batch}`) }),
    revert(25, 9, 7, 4),
    commit(l2, 27, [10, 11], 'calldata', { rootOf }),
  ]

  it('have their steps and their state root, each step with the batches that its transaction took', async () => {
    await onParent(story, async ({ read, evidence, parent }) => {
      const { number, hash } = parent.chain.head
      const known = (batch: number) => ({ network: 'gone', batch, asOf: { number, hash }, stateRoot: rootOf(batch) })
      const first = await evidence('commit 1', { kind: 'batch', dataAvailability: 'ethereum-calldata' })
      for (const [batch, name] of [
        [1, 'execute 1'],
        [2, 'execute 1'],
        [4, 'execute 3'],
      ] as const) {
        expect(await read(batch), `batch ${batch}`).toEqual({
          ...known(batch),
          state: {
            stage: 'settled',
            posted: [first],
            proven: await evidence('prove 1', { kind: 'validity-proof' }),
            settled: await evidence(name, { kind: 'settlement' }),
          },
        })
      }
      const posted = [await evidence('commit 5', { kind: 'batch', dataAvailability: 'ethereum-blobs' })]
      const proven = await evidence('prove 5', { kind: 'validity-proof' })
      expect(await read(7)).toEqual({ ...known(7), state: { stage: 'proven', posted, proven } })
      expect(await read(8)).toEqual({ ...known(8), state: { stage: 'posted', posted } })
      const again = [await evidence('commit 10', { kind: 'batch', dataAvailability: 'ethereum-calldata' })]
      expect(await read(11)).toEqual({ ...known(11), state: { stage: 'posted', posted: again } })
    })
  })

  it('were never there where they were taken back, or come after the last', async () => {
    await onParent(story, async ({ read }) => {
      for (const batch of [12, 15]) await expect(read(batch)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })
  })

  it('have their blocks where the operator reported them', async () => {
    const report = (batch: number): readonly [number, number] => [batch * 10, batch * 10 + 9]
    const reporting = (l2: SimulatedNetwork): readonly Happening[] => [
      commit(l2, 5, [1, 2], 'blobs', { rootOf, report }),
      prove(8, [1, 2]),
      execute(l2, 12, [1, 2], { rootOf }),
    ]
    await onParent(reporting, async ({ read, evidence }) => {
      const covers = { from: 10, to: 29, exact: true }
      expect(await read(2)).toMatchObject({
        blocks: { from: 20, to: 29 },
        state: { stage: 'settled', settled: await evidence('execute 1', { kind: 'settlement', covers }) },
      })
    })
  })

  it('are not read without a parent, or where no contract is known on it', async () => {
    await onParent(story, async ({ parent }) => {
      const runtime = virtualRuntime({ startMs: START_MS })
      await using source = evmSource(parent.network, { runtime })
      const facts: L2Network<'zksync'> = { id: 'gone', name: 'Gone', stack: 'zksync', endpoints: [], contracts: {} }
      expect(() => zksyncBatchSettlement(facts, { parent: source })).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }))
      expect(() => zksyncBatchSettlement(facts, {})).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }))
    })
  })
})
