import type { BlockRef, BlockSource, Settlement } from '@defimon/core'
import { virtualRuntime } from '@defimon/core/testing'
import { createSync } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { expect, it } from 'vitest'
import { createFakeChain } from './fake-chain.ts'
import { fakeSource } from './fake-source.ts'

it('a chain that settles by itself and stands still is hardly asked how far it has settled, and is asked again when it goes on', async () => {
  const chain = createFakeChain('sonic')
  chain.mine(50)
  chain.finalized = 40
  const runtime = virtualRuntime({ startMs: chain.at(49)!.timestampMs })
  let asked = 0
  const getSettlement = async (block: BlockRef): Promise<Settlement> => {
    asked += 1
    const to = chain.finalized!
    const covers = { from: 0, to, exact: true }
    const settled = { kind: 'consensus', network: 'sonic', number: to, parentStatus: 'finalized', covers } as const
    return { block, network: 'sonic', state: block.number <= to ? { stage: 'settled', settled } : { stage: 'sequenced' } }
  }
  const source: BlockSource = Object.assign(fakeSource(chain, { runtime }), { getSettlement })
  const sink = memorySink()
  const sync = createSync({ sources: [{ source, from: 0 }], sink, runtime })
  const running = sync.run()
  await runtime.advance(3_600_000)
  asked = 0
  await runtime.advance(3_600_000)
  expect(asked).toBeLessThanOrEqual(8)
  chain.mine(20)
  chain.finalized = 60
  await runtime.advance(900_000)
  expect(sink.settlements('sonic').at(-1)).toMatchObject({ block: { number: 60 }, state: { stage: 'settled' } })
  await sync.close()
  await running
  expect(runtime.pendingTimers).toBe(0)
})
