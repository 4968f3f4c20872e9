import { describeSink } from '@defimon/core/testing'
import { memorySink } from '@defimon/sync/memory'
import { describe, it } from 'vitest'

describeSink({
  describe,
  it,
  name: 'memorySink passes the conformance kit',
  create: () => {
    const sink = memorySink()
    return {
      sink: () => sink,
      readBlocks: async (network) => sink.blocks(network),
      readAmounts: async (network, hash) =>
        sink
          .blocks(network)
          .find((block) => block.hash === hash)!
          .transactions!.map((each) => ({
            hash: each.hash,
            valueWei: each.valueWei,
            nonce: each.nonce,
            feeWei: each.fee?.totalWei,
          })),
      readStage: async (network, block) => sink.settlements(network).find((each) => each.block.hash === block.hash)?.state.stage,
    }
  },
  leaveOut: { 'writes all of a batch or nothing of it': 'a write to memory cannot break in its middle' },
})
