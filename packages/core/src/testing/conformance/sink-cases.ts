import { type Checkpoint, DefimonError, type Settlement, type Sink, type StoredSettlement } from '@defimon/core'
import { assert, assertEqual, rejection } from './assertions.ts'
import type { SinkContext } from './describe-sink.ts'
import { sampleBatch, sampleBlocks, sampleRef, sampleSettlement } from './sample-blocks.ts'
import type { ConformanceCase } from './test-framework.ts'

const NETWORK = 'sample_network'
const OTHER = 'other_network'

const mustOffer = (method: string): string => `the store must offer ${method}, or the case be left out with the reason`

const refs = (blocks: readonly { readonly number: number; readonly hash: string }[]): unknown =>
  blocks.map(({ number, hash }) => ({ number, hash }))

async function write(sink: Sink, from: number, count: number, network = NETWORK): Promise<void> {
  await sink.write(sampleBatch(sampleBlocks({ network, from, count }), { network }))
}

/** A case whose sink is opened before and closed after it. */
function opened(name: string, run: (sink: Sink, context: SinkContext) => Promise<void>): ConformanceCase<SinkContext> {
  return {
    name,
    run: async (context) => {
      const sink = context.store.sink()
      await sink.open()
      try {
        await run(sink, context)
      } finally {
        await sink.close()
      }
    },
  }
}

const FULL_CHECKPOINT: Checkpoint = {
  network: NETWORK,
  head: sampleRef(NETWORK, 19),
  done: [
    { from: 0, to: 4 },
    { from: 10, to: 19 },
  ],
  finalized: sampleRef(NETWORK, 12),
  anchoredUpTo: sampleRef(NETWORK, 11),
  settlementCursor: 'cursor "with" quotes, \u00fcml\u00e4uts and \u0007',
}

/** Cases that every sink passes. */
export const SINK_CASES: readonly ConformanceCase<SinkContext>[] = [
  opened('says what it promises', async (sink) => {
    assertEqual(sink.specVersion, 1, 'specVersion')
    assert(sink.delivery === 'transactional' || sink.delivery === 'at-least-once', `delivery is ${sink.delivery}`)
  }),
  opened('opens twice', async (sink) => {
    await sink.open()
    await write(sink, 0, 1)
    await sink.open()
    assert(await sink.readCheckpoint(NETWORK), 'the second open lost the checkpoint')
  }),
  {
    name: 'closes twice, and without being opened',
    run: async ({ store }) => {
      const sink = store.sink()
      await sink.close()
      await sink.open()
      await sink.close()
      await sink.close()
      await sink[Symbol.asyncDispose]()
    },
  },
  opened('has no checkpoint of a network that was never written', async (sink) => {
    assertEqual(await sink.readCheckpoint(NETWORK), undefined, 'checkpoint')
    await write(sink, 0, 1)
    assertEqual(await sink.readCheckpoint(OTHER), undefined, 'checkpoint of another network')
  }),
  opened('gives the checkpoint back as it was written', async (sink) => {
    await sink.write(
      sampleBatch(sampleBlocks({ network: NETWORK, from: 10, count: 10 }), { network: NETWORK, checkpoint: FULL_CHECKPOINT }),
    )
    assertEqual(await sink.readCheckpoint(NETWORK), FULL_CHECKPOINT, 'checkpoint')
  }),
  opened('replaces the checkpoint, leaving out what the new one leaves out', async (sink) => {
    await sink.write(sampleBatch([], { network: NETWORK, checkpoint: FULL_CHECKPOINT }))
    const bare: Checkpoint = { network: NETWORK, done: [] }
    await sink.write(sampleBatch([], { network: NETWORK, checkpoint: bare }))
    assertEqual(await sink.readCheckpoint(NETWORK), bare, 'checkpoint')
  }),
  opened('stores blocks', async (sink, { store }) => {
    await write(sink, 5, 4)
    assertEqual(
      refs(await store.readBlocks(NETWORK)),
      [5, 6, 7, 8].map((number) => sampleRef(NETWORK, number)),
      'blocks',
    )
  }),
  opened('stores a block once, however often it is written', async (sink, { store }) => {
    for (let round = 0; round < 3; round++) await write(sink, 5, 4)
    assertEqual((await store.readBlocks(NETWORK)).length, 4, 'blocks')
  }),
  opened('stores blocks below those that it has', async (sink, { store }) => {
    await write(sink, 100, 3)
    await write(sink, 50, 3)
    assertEqual(
      refs(await store.readBlocks(NETWORK)),
      [50, 51, 52, 100, 101, 102].map((number) => sampleRef(NETWORK, number)),
      'blocks',
    )
  }),
  opened('accepts an empty batch', async (sink, { store }) => {
    await sink.write(sampleBatch([], { network: NETWORK }))
    assertEqual(refs(await store.readBlocks(NETWORK)), [], 'blocks')
    assertEqual(await sink.readCheckpoint(NETWORK), { network: NETWORK, done: [] }, 'checkpoint')
  }),
  opened('accepts a batch of a thousand blocks', async (sink, { store }) => {
    await write(sink, 0, 1000)
    assertEqual((await store.readBlocks(NETWORK)).length, 1000, 'blocks')
  }),
  opened('accepts blocks without transactions, and genesis', async (sink, { store }) => {
    const blocks = sampleBlocks({ network: NETWORK, from: 0, count: 2, transactions: 0 })
    await sink.write(sampleBatch(blocks, { network: NETWORK }))
    assertEqual(refs(await store.readBlocks(NETWORK)), refs(blocks), 'blocks')
  }),
  opened('accepts headers, whose transactions were not read', async (sink, { store }) => {
    const headers = sampleBlocks({ network: NETWORK, from: 0, count: 3 }).map((block) => ({
      ...block,
      transactions: undefined,
      logs: undefined,
    }))
    await sink.write(sampleBatch(headers as unknown as ReturnType<typeof sampleBlocks>, { network: NETWORK }))
    assertEqual(refs(await store.readBlocks(NETWORK)), refs(headers), 'blocks')
  }),
  opened('rolls back and writes the other branch in one batch', async (sink, { store }) => {
    await write(sink, 0, 10)
    const ancestor = sampleRef(NETWORK, 6)
    const branch = sampleBlocks({ network: NETWORK, from: 7, count: 5, branch: 'other', parent: ancestor })
    await sink.write(sampleBatch(branch, { network: NETWORK, rollbackTo: ancestor }))
    const expected = [...Array.from({ length: 7 }, (_, number) => sampleRef(NETWORK, number)), ...(refs(branch) as unknown[])]
    assertEqual(refs(await store.readBlocks(NETWORK)), expected, 'blocks')
  }),
  opened('goes back to a branch that it had left', async (sink, { store }) => {
    const ancestor = sampleRef(NETWORK, 1)
    await write(sink, 0, 4)
    const other = sampleBlocks({ network: NETWORK, from: 2, count: 2, branch: 'other', parent: ancestor })
    await sink.write(sampleBatch(other, { network: NETWORK, rollbackTo: ancestor }))
    await sink.write(
      sampleBatch(sampleBlocks({ network: NETWORK, from: 2, count: 3 }), { network: NETWORK, rollbackTo: ancestor }),
    )
    assertEqual(
      refs(await store.readBlocks(NETWORK)),
      [0, 1, 2, 3, 4].map((number) => sampleRef(NETWORK, number)),
      'blocks',
    )
  }),
  opened('takes a batch again whose answer was lost, also one that rolls back', async (sink, { store }) => {
    await write(sink, 0, 5)
    const ancestor = sampleRef(NETWORK, 2)
    const branch = sampleBlocks({ network: NETWORK, from: 3, count: 4, branch: 'other', parent: ancestor })
    const settlements = [sampleSettlement(NETWORK, sampleRef(NETWORK, 1), 'claimed')]
    const batch = sampleBatch(branch, { network: NETWORK, rollbackTo: ancestor, settlements })
    for (let round = 0; round < 3; round++) await sink.write(batch)
    const expected = [...[0, 1, 2].map((number) => sampleRef(NETWORK, number)), ...(refs(branch) as unknown[])]
    assertEqual(refs(await store.readBlocks(NETWORK)), expected, 'blocks')
    assertEqual(await sink.readCheckpoint(NETWORK), batch.checkpoint, 'checkpoint')
  }),
  opened('rolls back where there is nothing above', async (sink, { store }) => {
    await write(sink, 0, 3)
    await sink.write(sampleBatch([], { network: NETWORK, rollbackTo: sampleRef(NETWORK, 2) }))
    assertEqual((await store.readBlocks(NETWORK)).length, 3, 'blocks')
  }),
  opened('keeps networks apart', async (sink, { store }) => {
    await write(sink, 0, 5)
    await write(sink, 0, 5, OTHER)
    await sink.write(sampleBatch([], { network: NETWORK, rollbackTo: sampleRef(NETWORK, 1) }))
    assertEqual((await store.readBlocks(NETWORK)).length, 2, 'blocks of the one that was rolled back')
    assertEqual((await store.readBlocks(OTHER)).length, 5, 'blocks of the other')
    assertEqual((await sink.readCheckpoint(OTHER))?.network, OTHER, 'checkpoint of the other')
  }),
  opened('keeps amounts beyond 2^53 whole', async (sink, { store }) => {
    const blocks = sampleBlocks({ network: NETWORK, from: 0, count: 1, transactions: 4 })
    await sink.write(sampleBatch(blocks, { network: NETWORK }))
    const expected = blocks[0]!.transactions!.map(({ hash, valueWei, nonce, fee }) => ({
      hash,
      valueWei,
      nonce,
      feeWei: fee?.totalWei,
    }))
    assert(store.readAmounts, mustOffer('readAmounts'))
    assertEqual(await store.readAmounts(NETWORK, blocks[0]!.hash), expected, 'amounts')
  }),
  opened('accepts settlements, those that go further, and those that are taken back', async (sink, { store }) => {
    await write(sink, 0, 3)
    const block = sampleRef(NETWORK, 2)
    const step = (stage: 'sequenced' | 'claimed'): Settlement => sampleSettlement(NETWORK, block, stage)
    const writeStep = async (rest: { settlements?: Settlement[]; reverted?: Settlement[] }, expected: string): Promise<void> => {
      await sink.write(sampleBatch([], { network: NETWORK, ...rest }))
      assert(store.readStage, mustOffer('readStage'))
      assertEqual(await store.readStage(NETWORK, block), expected, 'stage')
    }
    await writeStep({ settlements: [step('sequenced')] }, 'sequenced')
    await writeStep({ settlements: [step('claimed')] }, 'claimed')
    await writeStep({ settlements: [step('claimed')] }, 'claimed')
    await writeStep({ reverted: [step('sequenced')] }, 'sequenced')
  }),
  opened(
    'applies a settlement to all blocks that it holds for, and takes back exactly those that a revert names',
    async (sink, { store }) => {
      const settle = (from: number, to: number, stage: 'sequenced' | 'claimed'): StoredSettlement => ({
        ...sampleSettlement(NETWORK, sampleRef(NETWORK, from), stage),
        holdsFor: { from, to },
      })
      const stages = async (): Promise<string> => {
        assert(store.readStage, mustOffer('readStage'))
        const letters: string[] = []
        for (let number = 0; number < 12; number++) {
          letters.push((await store.readStage(NETWORK, sampleRef(NETWORK, number)))?.[0] ?? '-')
        }
        return letters.join('')
      }
      await write(sink, 0, 12)
      await sink.write(sampleBatch([], { network: NETWORK, settlements: [settle(2, 6, 'claimed')] }))
      assertEqual(await stages(), '--ccccc-----', 'stages of blocks 0 to 11')
      await sink.write(sampleBatch([], { network: NETWORK, settlements: [settle(4, 9, 'sequenced'), settle(9, 10, 'claimed')] }))
      assertEqual(await stages(), '--cccccsscc-', 'stages after one that says less of some of them')
      await sink.write(sampleBatch([], { network: NETWORK, reverted: [settle(4, 5, 'sequenced')] }))
      assertEqual(await stages(), '--ccsscsscc-', 'stages after a revert')
      await sink.write(sampleBatch([], { network: NETWORK, rollbackTo: sampleRef(NETWORK, 9) }))
      await write(sink, 10, 2)
      assertEqual(await stages(), '--ccsscssc--', 'stages after a rollback')
    },
  ),
  opened('tells which block it holds at a height, where it can', async (sink) => {
    if (!sink.readRef) return
    await write(sink, 5, 3)
    assertEqual(await sink.readRef(NETWORK, 6), sampleRef(NETWORK, 6), 'a stored block')
    assertEqual(await sink.readRef(NETWORK, 8), undefined, 'a height that is not stored')
    assertEqual(await sink.readRef(OTHER, 6), undefined, 'a network that was never written')
  }),
  opened('refuses a writer whose token is older than the last one', async (sink, { store }) => {
    const writeAs = (fencingToken: bigint, from: number): Promise<void> =>
      sink.write(sampleBatch(sampleBlocks({ network: NETWORK, from, count: 1 }), { network: NETWORK, fencingToken }))
    await writeAs(2n ** 60n + 1n, 0)
    await writeAs(2n ** 60n + 1n, 1)
    const error = await rejection(writeAs(2n ** 60n, 2), 'a write with an older token')
    assert(
      DefimonError.isInstance(error) && error.code === 'SINK' && !error.retryable,
      `a write with an older token gave ${error}`,
    )
    await writeAs(2n ** 60n + 2n, 3)
    assertEqual(
      (await store.readBlocks(NETWORK)).map(({ number }) => number),
      [0, 1, 3],
      'blocks',
    )
  }),
  opened('does not write what was aborted before', async (sink, { store }) => {
    const batch = sampleBatch(sampleBlocks({ network: NETWORK, from: 0, count: 1 }), { network: NETWORK })
    await rejection(sink.write(batch, { signal: AbortSignal.abort() }), 'an aborted write')
    assertEqual(await store.readBlocks(NETWORK), [], 'blocks')
    await sink.write(batch)
    assertEqual((await store.readBlocks(NETWORK)).length, 1, 'blocks afterwards')
  }),
  {
    name: 'holds everything after it was closed and opened again',
    run: async ({ store }) => {
      const first = store.sink()
      await first.open()
      await first.write(
        sampleBatch(sampleBlocks({ network: NETWORK, from: 10, count: 10 }), {
          network: NETWORK,
          checkpoint: FULL_CHECKPOINT,
          fencingToken: 5n,
        }),
      )
      await first.close()
      const second = store.sink()
      await second.open()
      assertEqual(await second.readCheckpoint(NETWORK), FULL_CHECKPOINT, 'checkpoint')
      assertEqual((await store.readBlocks(NETWORK)).length, 10, 'blocks')
      const stale = second.write(sampleBatch([], { network: NETWORK, checkpoint: FULL_CHECKPOINT, fencingToken: 4n }))
      await rejection(stale, 'a token older than before the restart')
      await write(second, 20, 1)
      assertEqual((await store.readBlocks(NETWORK)).length, 11, 'blocks afterwards')
      await second.close()
    },
  },
  {
    name: 'goes on after a process that died without closing it',
    run: async ({ store }) => {
      const dead = store.sink()
      await dead.open()
      await write(dead, 0, 5)
      const sink = store.sink()
      await sink.open()
      const before = await sink.readCheckpoint(NETWORK)
      assertEqual(before?.done, [{ from: 0, to: 4 }], 'ranges')
      await write(sink, 5, 2)
      assertEqual(
        refs(await store.readBlocks(NETWORK)),
        [0, 1, 2, 3, 4, 5, 6].map((number) => sampleRef(NETWORK, number)),
        'blocks',
      )
      await sink.close()
      await dead.close()
    },
  },
  {
    name: 'writes all of a batch or nothing of it',
    run: async ({ store }) => {
      assert(store.breakNextWrite, mustOffer('breakNextWrite'))
      const sink = store.sink()
      await sink.open()
      await write(sink, 0, 5)
      const before = [refs(await store.readBlocks(NETWORK)), await sink.readCheckpoint(NETWORK)]
      const ancestor = sampleRef(NETWORK, 2)
      const batch = sampleBatch(sampleBlocks({ network: NETWORK, from: 3, count: 5, branch: 'other', parent: ancestor }), {
        network: NETWORK,
        rollbackTo: ancestor,
      })
      await store.breakNextWrite()
      const error = await rejection(sink.write(batch), 'a write that breaks')
      assert(DefimonError.isInstance(error) && error.code === 'SINK', `a write that breaks gave ${error}`)
      assertEqual(
        [refs(await store.readBlocks(NETWORK)), await sink.readCheckpoint(NETWORK)],
        before,
        'content after the write that broke',
      )
      await sink.write(batch)
      assertEqual((await store.readBlocks(NETWORK)).length, 8, 'blocks after the write was repeated')
      await sink.close()
    },
  },
]
